import type { Finding } from '../../../../kube/finding.ts';
import type { NodePool } from '../aks/aks-blueprint.ts';
import type { Nodegroup } from '../blueprint.ts';
import { clusterFinding } from '../cluster-finding.ts';
import type { Drafting } from '../drafting.ts';
import type { Mapper } from '../mapper.ts';
import { machineFor } from './machine-for.ts';
import { subnetsFor } from './subnets-for.ts';
import { tagsFor } from './tags-for.ts';

/** Node pools as managed node groups of the same names, with nodes of Amazon Linux. */
export function nodegroupsFor(
  cluster: string,
  pools: readonly NodePool[],
  drafting: Drafting,
  mapper: Mapper,
): { nodegroups: Nodegroup[]; findings: Finding[] } {
  const made = pools.map((pool) => nodegroupFor(cluster, pool, drafting, mapper));
  return {
    nodegroups: made.map(({ nodegroup }) => nodegroup),
    findings: [
      ...made.flatMap(({ findings }) => findings),
      ...imageFindings(
        cluster,
        made.map(({ nodegroup }) => nodegroup),
      ),
      ...TELLERS.flatMap((tell) => tell(cluster, pools)),
    ],
  };
}

function nodegroupFor(cluster: string, pool: NodePool, drafting: Drafting, mapper: Mapper) {
  const at = `nodegroups.${pool.name}`;
  const machine = machineFor(cluster, at, pool, mapper);
  const tags = tagsFor(cluster, at, pool.tags);
  const place = subnetsFor(cluster, at, pool, drafting, mapper);
  const nodegroup: Nodegroup = {
    name: pool.name,
    // Nodes of AKS have an identity of Azure: checkConfig sees that the route names this one.
    nodeRole: drafting.create.nodeRoleArn ?? '',
    subnets: place.subnets,
    scaling: scalingOf(pool),
    instanceTypes: machine.types,
    amiType: machine.amiType,
    capacityType: pool.spot ? 'SPOT' : 'ON_DEMAND',
    ...(pool.osDiskSizeGiB ? { diskSize: pool.osDiskSizeGiB } : {}),
    labels: Object.fromEntries(Object.entries(pool.labels).filter(([key]) => isOwn(key))),
    taints: pool.taints.filter(isOwn).map(taintOf),
    tags: tags.tags,
  };
  return { nodegroup, findings: [...machine.findings, ...place.findings, ...tags.findings] };
}

/** EKS takes no group that can never have a node (https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html). */
function scalingOf({ count, scaling }: NodePool): Nodegroup['scaling'] {
  if (!scaling) return { minSize: count, maxSize: Math.max(count, 1), desiredSize: count };
  const { min, max } = scaling;
  return { minSize: min, maxSize: Math.max(max, 1), desiredSize: Math.min(Math.max(count, min), Math.max(max, 1)) };
}

/** AKS's own names on nodes; EKS has others for the same (core/translate/tables/node-labels.ts). */
const isOwn = (text: string) => !text.startsWith('kubernetes.azure.com/');

const EFFECTS: Readonly<Record<string, string>> = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
};

/** `key=value:Effect`, and `key:Effect`. */
function taintOf(text: string): Nodegroup['taints'][number] {
  const [, key = text, value, effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  return { key, ...(value ? { value } : {}), effect: EFFECTS[effect] ?? 'NO_SCHEDULE' };
}

/** AKS has Ubuntu and Azure Linux: the image that a route names is no surprise. */
function imageFindings(cluster: string, nodegroups: readonly Nodegroup[]): Finding[] {
  return [...Map.groupBy(nodegroups, ({ amiType = '' }) => amiType)]
    .filter(([image]) => image.startsWith('AL2023'))
    .map(([image, those]) => {
      const names = those.map(({ name }) => name);
      const sentence = `Nodes of ${names.join(', ')} run Amazon Linux 2023 in the new cluster (${image}): name another image type in the route's target.create.map["${image}"] where somebody counts on another.`;
      return clusterFinding('info', cluster, 'nodegroups', sentence, { current: names, proposed: image });
    });
}

type Teller = (cluster: string, pools: readonly NodePool[]) => Finding[];

/** What EKS does otherwise, once for all pools that it is true of. */
const TELLERS: Teller[] = [
  told(
    'info',
    'scaling',
    ({ scaling }) => scaling !== undefined,
    (names) =>
      `AKS scales ${names} by itself; EKS does so with a cluster autoscaler that somebody puts into the new cluster, and until then the groups keep their desired sizes.`,
  ),
  told(
    'warning',
    'amiType',
    ({ osType }) => osType === 'Windows',
    (names) =>
      `Nodes of ${names} run Windows, for whose pods EKS wants addresses by the VPC resource controller: turn it on in the new cluster (enable-windows-ipam in the ConfigMap amazon-vpc-cni).`,
  ),
  told(
    'info',
    'maxPods',
    ({ maxPods }) => maxPods !== undefined,
    (names) =>
      `How many pods a node of ${names} takes is not carried over: EKS says it by the network interfaces of the instance type.`,
  ),
  told(
    'warning',
    'publicIps',
    ({ publicIps }) => publicIps,
    (names) =>
      `Nodes of ${names} have public addresses; those of the new cluster have them where their subnets give them.`,
  ),
  told(
    'info',
    'encryptionAtHost',
    ({ encryptionAtHost }) => encryptionAtHost,
    (names) =>
      `Disks of ${names} are encrypted at their host; volumes of nodes are encrypted where the account has encryption by default on.`,
  ),
  told(
    'info',
    'capacityType',
    ({ spotMaxPrice = -1 }) => spotMaxPrice >= 0,
    (names) =>
      `The most that somebody pays for spot nodes of ${names} is not carried over: managed node groups pay at most the price on demand.`,
  ),
  told(
    'info',
    'podSubnetId',
    ({ podSubnetId }) => podSubnetId !== undefined,
    (names) => `Pods of ${names} are in a subnet of their own; in the new cluster they are in those of the nodes.`,
  ),
];

function told(
  severity: Finding['severity'],
  field: string,
  isOf: (pool: NodePool) => boolean,
  say: (names: string) => string,
): Teller {
  return (cluster, pools) => {
    const names = pools.filter(isOf).map(({ name }) => name);
    return names.length > 0
      ? [clusterFinding(severity, cluster, 'nodegroups', say(names.join(', ')), { current: { [field]: names } })]
      : [];
  };
}
