import type { AksClusterPlan } from './aks/aks-plan.ts';
import type { ClusterPlan } from './plan-cluster.ts';

/** The cluster that a run is going to make, in either cloud; `cloud` says which. */
export type NewClusterOf = ClusterPlan | AksClusterPlan;
