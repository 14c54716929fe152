import type { Finding } from '../../../../kube/finding.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { Blueprint, Nodegroup } from '../blueprint.ts';
import { counterpartOf, machineOf, sizeText } from '../machines/counterpart.ts';
import type { NodePool } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';
import { azureTags } from './azure-tags.ts';
import { leftTags } from './left-of-eks.ts';
import { poolNames } from './pool-names.ts';

/** Of EKS's, in Kubernetes' words. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};
/** Kept for AKS and Kubernetes themselves (https://learn.microsoft.com/azure/aks/use-labels). */
const RESERVED = /^(?:kubernetes\.azure\.com|eks\.amazonaws\.com|(?:[\w-]+\.)?k8s\.io|(?:[\w-]+\.)?kubernetes\.io)\//;
/** What a system pool may have: none but this keeps the pods of the cluster itself away. */
const CRITICAL = 'CriticalAddonsOnly';
const SYSTEM_VCPUS = 2;
/** Locations that have zones have three. */
const ZONES = ['1', '2', '3'];

interface Drawn {
  pools: NodePool[];
  findings: Finding[];
}

/** The node pools for the node groups of EKS: machines by the tables or by the route's map, and one of mode System. */
export function poolsOfNodegroups(cluster: string, { nodegroups }: Blueprint, create: NewAksCluster): Drawn {
  const named = nodegroups.map((group) => ({ ...group, osType: osOf(group) }));
  const names = poolNames(named);
  const drawn = named.map((group, at) => drawPool(cluster, group, names[at]!, create));
  const pools = withSystemPool(
    cluster,
    drawn.flatMap(({ pool }) => pool ?? []),
    create,
  );
  return { pools: pools.pools, findings: [...drawn.flatMap(({ findings }) => findings), ...pools.findings] };
}

const osOf = ({ amiType = '' }: Nodegroup): NodePool['osType'] => (amiType.startsWith('WINDOWS') ? 'Windows' : 'Linux');

function drawPool(
  cluster: string,
  group: Nodegroup & { osType: NodePool['osType'] },
  name: string,
  create: NewAksCluster,
) {
  const at = `nodegroups.${group.name}`;
  const { vmSize, findings } = sizeOf(cluster, group, create);
  if (name !== group.name)
    findings.push(
      aksFinding(
        'info',
        cluster,
        at,
        `Node group ${group.name} becomes node pool ${name}: AKS takes 12 lower-case letters and digits, of Windows 6. Pods that choose nodes by the group's name have to name the pool.`,
      ),
    );
  const labels = Object.entries(group.labels);
  const reserved = labels.filter(([key]) => RESERVED.test(key)).map(([key]) => key);
  if (reserved.length > 0)
    findings.push(
      aksFinding(
        'warning',
        cluster,
        `${at}.labels`,
        `Nodes of pool ${name} get no label ${reserved.join(', ')}: such names are AKS's and Kubernetes' own. Give them others, and choose nodes by these.`,
      ),
    );
  const tags = azureTags(group.tags);
  findings.push(...leftTags(cluster, tags.left, `${at}.tags`));
  const { minSize, maxSize, desiredSize } = group.scaling;
  const spot = group.capacityType === 'SPOT';
  const pool: NodePool = {
    name,
    mode: 'User',
    vmSize: vmSize ?? '',
    count: desiredSize,
    ...(minSize < maxSize ? { scaling: { min: minSize, max: Math.max(maxSize, 1) } } : {}),
    zones: ZONES.slice(0, Math.min(ZONES.length, Math.max(1, group.subnets.length))),
    osType: group.osType,
    osSku: group.osType === 'Windows' ? windowsOf(group) : undefined,
    osDiskSizeGiB: group.launchTemplate ? undefined : group.diskSize,
    taints: group.taints
      .map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${EFFECTS[effect] ?? effect}`)
      .toSorted(),
    labels: Object.fromEntries(labels.filter(([key]) => !RESERVED.test(key))),
    spot,
    subnetId: create.subnetId,
    publicIps: false,
    encryptionAtHost: false,
    tags: tags.kept,
  };
  return { pool: vmSize ? pool : undefined, findings };
}

const windowsOf = ({ amiType = '' }: Nodegroup) => (amiType.includes('2019') ? 'Windows2019' : 'Windows2022');

/** A pool has machines of one size: the first of the group's types that has a counterpart. */
function sizeOf(
  cluster: string,
  group: Nodegroup,
  { map }: NewAksCluster,
): { vmSize: string | undefined; findings: Finding[] } {
  const field = `nodegroups.${group.name}.instanceTypes`;
  const template = group.launchTemplate?.id;
  const named = [...group.instanceTypes, ...(template ? [template] : [])];
  const told = named.map((each) => map[each]).find((each) => typeof each === 'string');
  if (told) return { vmSize: told, findings: [] };
  const found = group.instanceTypes
    .map((type) => ({ type, machine: counterpartOf('aws', type) }))
    .find(({ machine }) => machine);
  if (!found?.machine) return { vmSize: undefined, findings: [withoutSize(cluster, group, field)] };
  const { type, machine } = found;
  const others = group.instanceTypes.filter((each) => each !== type);
  const one = others.length > 0 ? ` A node pool has machines of one size, so that ${others.join(', ')} have none.` : '';
  const given = machineOf('aws', type);
  const sentence = `${type}${given ? ` (${sizeText(given)})` : ''} becomes ${machine.type} (${sizeText(machine)}).${one} Another size may be named in the route's target.create.map["${type}"].`;
  return {
    vmSize: machine.type,
    findings: [aksFinding('info', cluster, field, sentence, { current: type, proposed: machine.type })],
  };
}

function withoutSize(cluster: string, { name, instanceTypes, launchTemplate }: Nodegroup, field: string): Finding {
  const current = instanceTypes[0] ?? launchTemplate?.id;
  const sentence =
    current === undefined
      ? `Node group ${name} names no instance type, so that nobody knows what machines its nodes are. Give it one.`
      : `No machine of Azure is known that takes the place of ${[...instanceTypes, launchTemplate?.id].filter(Boolean).join(', ')} in node group ${name}: name a VM size in the route's target.create.map["${current}"], such as "Standard_D4s_v5".`;
  return aksFinding('blocker', cluster, field, sentence, current === undefined ? {} : { current });
}

/** A cluster needs a pool for its own pods: with nodes, of Linux, never of spot (https://learn.microsoft.com/azure/aks/use-system-pools). */
export function withSystemPool(cluster: string, pools: NodePool[], create: NewAksCluster): Drawn {
  const chosen = pools.find(mayBeSystem);
  if (chosen) {
    const count = Math.max(1, chosen.count);
    const { scaling } = chosen;
    const system: NodePool = {
      ...chosen,
      mode: 'System',
      count,
      ...(scaling ? { scaling: { min: Math.max(1, scaling.min), max: Math.max(count, scaling.max) } } : {}),
    };
    return { pools: sorted(pools.map((pool) => (pool === chosen ? system : pool))), findings: [] };
  }
  const [name] = poolNames([...pools, { name: 'system', osType: 'Linux' }]).slice(-1);
  const vmSize = create.map[SYSTEM] ?? 'Standard_D4s_v5';
  const own: NodePool = {
    ...{ name: name!, mode: 'System', vmSize, count: 2, zones: ZONES, osType: 'Linux' },
    ...{
      taints: [],
      labels: {},
      spot: false,
      subnetId: create.subnetId,
      publicIps: false,
      encryptionAtHost: false,
      tags: {},
    },
  };
  const sentence = `AKS needs a pool for the pods of the cluster itself, and no pool of nodes of the source can be it (Linux, two vCPUs, not of spot, open to all pods): pool ${name} is made besides, with two nodes of ${vmSize}. Another size may be named in the route's target.create.map["${SYSTEM}"].`;
  return {
    pools: sorted([...pools, own]),
    findings: [aksFinding('warning', cluster, `nodePools.${name}`, sentence, { proposed: vmSize })],
  };
}

const SYSTEM = 'system';

const mayBeSystem = ({ osType, spot, vmSize, taints }: NodePool) =>
  osType === 'Linux' &&
  !spot &&
  taints.every((taint) => taint.startsWith(CRITICAL)) &&
  (machineOf('azure', vmSize)?.vcpus ?? SYSTEM_VCPUS) >= SYSTEM_VCPUS;

const sorted = (pools: NodePool[]) => pools.toSorted((a, b) => (a.name < b.name ? -1 : 1));
