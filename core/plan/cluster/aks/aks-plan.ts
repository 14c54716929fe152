import type { KubeObject } from '../../../../kube/kube-object.ts';
import type { AksBlueprint } from './aks-blueprint.ts';

/** In the order in which they are made; a cluster comes with its node pools. */
export type AksPartKind = 'cluster' | 'node-pool' | 'federated-credential';

/** The cluster of AKS that a run is going to make: part of the plan, before anything is made. */
export interface AksClusterPlan {
  cloud: 'azure';
  name: string;
  /** Where Azure keeps its nodes and disks: it is made with the cluster. */
  nodeResourceGroup: string;
  blueprint: AksBlueprint;
  /** Zones of its node pools, as nodes have them: `westeurope-1`, or `0` where all are outside of zones. */
  zones: string[];
  /** What is made, in order. */
  creates: { kind: AksPartKind; name: string }[];
  /** None: node pools of Karpenter are of AWS. */
  nodePools?: KubeObject[];
}

/** Nodes in no zone have a fault domain for one (https://learn.microsoft.com/azure/aks/availability-zones-overview#zonal-and-regional). */
export const OUTSIDE_OF_ZONES = ['0'];

/** Lists what the blueprint makes. */
export function sealAksPlan(name: string, nodeResourceGroup: string, blueprint: AksBlueprint): AksClusterPlan {
  const { cluster, nodePools, workloadIdentities } = blueprint;
  const zones = nodePools.flatMap((pool) => pool.zones.map((zone) => `${cluster.location}-${zone}`));
  return {
    cloud: 'azure',
    name,
    nodeResourceGroup,
    blueprint,
    zones: zones.length > 0 ? [...new Set(zones)].toSorted() : OUTSIDE_OF_ZONES,
    creates: [
      { kind: 'cluster', name },
      ...nodePools.map((pool) => ({ kind: 'node-pool' as const, name: pool.name })),
      ...workloadIdentities.map((each) => ({
        kind: 'federated-credential' as const,
        name: `${each.namespace}/${each.serviceAccount}`,
      })),
    ],
  };
}
