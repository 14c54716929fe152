import type { Finding } from '../../../kube/finding.ts';
import type { AksClusterPlan } from './aks/aks-plan.ts';
import type { ClusterPlan } from './plan-cluster.ts';

/** The cluster that a run is going to make, in either cloud; `cloud` says which. */
export type NewClusterOf = ClusterPlan | AksClusterPlan;

/** As it is kept while the run makes it, with what its plan said of it: the plans after that are of a cluster that is there. */
export type KeptCluster = NewClusterOf & { told?: Finding[] };

const RULE = 'make-cluster';

/** Those of a plan that are of the new cluster. */
export const toldOfCluster = (findings: readonly Finding[]): Finding[] => findings.filter(({ rule }) => rule === RULE);

/** What was said of the cluster before it was made, and is not said again. */
export const stillTold = ({ told = [] }: Pick<KeptCluster, 'told'>, again: readonly Finding[]): Finding[] =>
  told.filter(({ path, object }) => !again.some((each) => each.path === path && each.object.name === object.name));
