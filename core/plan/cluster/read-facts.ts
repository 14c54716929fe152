import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { ClusterInfo } from '../../base/ports/clusters.ts';
import type { Place } from '../../base/request/end.ts';
import type { ClusterFacts } from '../../translate/context.ts';

/** Cluster-scoped kinds that several workloads share: the rules ask whether the target has them already. */
const SHARED = [
  'PriorityClass',
  'IngressClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttributesClass',
  'CustomResourceDefinition',
  'ClusterRole',
];
const AUTO_MODE_DRIVER = 'ebs.csi.eks.amazonaws.com';
const ZONE_LABEL = 'topology.kubernetes.io/zone';
const REGION_LABEL = 'topology.kubernetes.io/region';

/** Where a cluster is; account and Region of one of AKS are those of the role that enters it. */
interface ClusterPlace extends Place {
  kind?: string | undefined;
  subscription?: string;
  location?: string;
}

/** Everything that the rules may know of a cluster, in a handful of lists. `zonesForNodes` is asked only when it has no node yet. */
export async function readClusterFacts(
  api: ClusterApi,
  info: Pick<ClusterInfo, 'version' | 'autoModeStorage' | 'nodePorts'>,
  place: ClusterPlace,
  zonesForNodes: () => Promise<string[]>,
): Promise<ClusterFacts> {
  const { resources } = await api.discover();
  const all = async (kind: string) => {
    const resource = resources.find((each) => each.kind === kind && each.verbs.includes('list'));
    return resource ? collect(api, resource) : [];
  };
  const [nodes, storageClasses, drivers, ...shared] = await Promise.all([
    all('Node'),
    all('StorageClass'),
    all('CSIDriver'),
    ...SHARED.map(all),
  ]);
  const nodeLabels = nodes!.map((node) => node.metadata.labels ?? {});
  const zones = [...new Set(nodeLabels.flatMap((labels) => labels[ZONE_LABEL] ?? []))].toSorted();
  return {
    cluster: place.cluster,
    account: place.account,
    region: place.region,
    ...(place.kind === 'aks' ? ofAzure(place, nodeLabels) : {}),
    zones: zones.length > 0 ? zones : await zonesForNodes(),
    version: info.version,
    ...(info.nodePorts ? { nodePorts: info.nodePorts } : {}),
    served: resources,
    storageClasses: storageClasses!,
    // Auto Mode runs its driver outside the cluster, so no CSIDriver object tells of it.
    drivers: [...drivers!.map((driver) => driver.metadata.name), ...(info.autoModeStorage ? [AUTO_MODE_DRIVER] : [])],
    nodeLabels,
    present: shared.flatMap((objects, kind) => objects.map((object) => `${SHARED[kind]}/${object.metadata.name}`)),
  };
}

/** Its nodes say where it is, and where it has none, the route. */
function ofAzure({ region, subscription, location }: ClusterPlace, nodeLabels: readonly Record<string, string>[]) {
  const seen = nodeLabels.find((labels) => labels[REGION_LABEL] !== undefined)?.[REGION_LABEL];
  return {
    cloud: 'azure' as const,
    region: seen ?? location ?? region,
    ...(subscription ? { subscription } : {}),
  };
}

async function collect(api: ClusterApi, resource: ServedResource): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for await (const page of api.list(resource)) objects.push(...page);
  return objects;
}
