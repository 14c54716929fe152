import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';

/** What differs between the source and the cluster to be, besides what the route maps. */
export interface AksTargetPlace {
  name: string;
  location: string;
  create: NewAksCluster;
  /** Source namespace -> target namespace, as the request has it. */
  namespaces: Record<string, string>;
}
