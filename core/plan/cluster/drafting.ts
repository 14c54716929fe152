import type { Finding } from '../../../kube/finding.ts';
import type { AksDescription } from '../../base/ports/aks-description.ts';
import type { Candidates, ClusterDescription } from '../../base/ports/cluster-factory.ts';
import type { NewCluster, Route } from '../../base/request/route.ts';
import type { Blueprint } from './blueprint.ts';
import type { Unmapped } from './mapper.ts';

/** A cluster as its cloud describes it. */
export type SourceDescription = ClusterDescription | AksDescription;

/** What describes the source, whichever cloud it is in; undefined when there is no such cluster. */
export interface ClusterReader {
  read(name: string): Promise<SourceDescription | undefined>;
}

/** A new cluster of EKS as its source has it, with the things of the target that the route names. */
export interface Draft {
  blueprint: Blueprint;
  /** What the route does not map. */
  unmapped: Unmapped[];
  /** What is not carried over, or not as it was. */
  findings: Finding[];
}

/** What is known beside the source. */
export interface Drafting {
  route: Route;
  create: NewCluster;
  /** Source namespace -> target namespace, as the request has it. */
  namespaces: Record<string, string>;
  candidates: Candidates;
}
