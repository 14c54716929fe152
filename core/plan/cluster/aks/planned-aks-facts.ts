import type { Place } from '../../../base/request/end.ts';
import type { ClusterFacts } from '../../../translate/context.ts';
import { servedBy } from '../planned-facts.ts';
import { type AksClusterPlan, OUTSIDE_OF_ZONES } from './aks-plan.ts';

const DRIVERS = { disk: 'disk.csi.azure.com', file: 'file.csi.azure.com', blob: 'blob.csi.azure.com' } as const;

/** https://learn.microsoft.com/azure/aks/use-network-policies */
const ENFORCERS: Readonly<Record<string, NonNullable<ClusterFacts['networkPolicy']>['by']>> = {
  cilium: 'Cilium',
  calico: 'Calico',
  azure: 'Azure Network Policy Manager',
};

/**
 * What the rules may know of a cluster of AKS that is not made yet: its blueprint, and of the source what every cluster has.
 * The plan is made again with the real facts when the cluster is there.
 */
export function plannedAksFacts(
  { blueprint, zones }: AksClusterPlan,
  source: ClusterFacts,
  { cluster, account, region }: Place,
): ClusterFacts {
  const { version, storage, network } = blueprint.cluster;
  const drivers = (['disk', 'file', 'blob'] as const).filter((kind) => storage[kind]).map((kind) => DRIVERS[kind]);
  return {
    cloud: 'azure',
    cluster,
    account,
    region,
    zones,
    version,
    served: servedBy(version, source.served),
    // AKS makes its own classes with the cluster, which the plan after that knows.
    storageClasses: [],
    drivers,
    nodeLabels: blueprint.nodePools.flatMap((pool) =>
      zonesOf(pool, blueprint.cluster.location).map((zone) => nodeLabels(pool, zone, blueprint.cluster.location)),
    ),
    present: [],
    ...enforcedBy(network.policy),
  };
}

const enforcedBy = (policy = ''): Pick<ClusterFacts, 'networkPolicy'> => {
  const by = Object.hasOwn(ENFORCERS, policy) ? ENFORCERS[policy] : undefined;
  return by ? { networkPolicy: { by, on: true } } : {};
};

const zonesOf = ({ zones }: AksClusterPlan['blueprint']['nodePools'][number], location: string) =>
  zones.length > 0 ? zones.map((zone) => `${location}-${zone}`) : OUTSIDE_OF_ZONES;

/** https://learn.microsoft.com/azure/aks/use-labels */
const nodeLabels = (pool: AksClusterPlan['blueprint']['nodePools'][number], zone: string, location: string) => ({
  'kubernetes.io/os': pool.osType.toLowerCase(),
  'kubernetes.io/arch': /p(?:l|d|ld)?s_v/i.test(pool.vmSize) ? 'arm64' : 'amd64',
  'node.kubernetes.io/instance-type': pool.vmSize,
  'topology.kubernetes.io/region': location,
  'topology.kubernetes.io/zone': zone,
  'topology.disk.csi.azure.com/zone': zone,
  'kubernetes.azure.com/agentpool': pool.name,
  agentpool: pool.name,
  'kubernetes.azure.com/mode': pool.mode.toLowerCase(),
  ...(pool.spot ? { 'kubernetes.azure.com/scalesetpriority': 'spot' } : {}),
  ...pool.labels,
});
