import type { Finding } from '../../../../kube/finding.ts';
import type { NodePool } from '../aks/aks-blueprint.ts';
import { clusterFinding } from '../cluster-finding.ts';
import { counterpartOf, type Machine, machineOf, sizeText } from '../machines/counterpart.ts';
import type { Mapper } from '../mapper.ts';

/** What nodes are of. */
interface Machines {
  /** None, where the table has no counterpart. */
  types: string[];
  amiType: string;
  findings: Finding[];
}

/** The instance type for the size of a pool, by the route or by the table, and an image that runs on it. */
export function machineFor(cluster: string, at: string, pool: NodePool, mapper: Mapper): Machines {
  const { vmSize } = pool;
  const field = `${at}.instanceTypes`;
  const mapped = mapper.maybe(vmSize);
  const given = machineOf('azure', vmSize);
  if (mapped !== vmSize) {
    const machine = machineOf('aws', mapped) ?? given;
    return { types: [mapped], amiType: mapper.maybe(imageFor(pool, machine)), findings: [] };
  }
  const found = counterpartOf('azure', vmSize);
  const amiType = mapper.maybe(imageFor(pool, found ?? given));
  if (!given || !found) {
    const why = given ? `no type of EC2 in the table has as much (${sizeText(given)})` : 'the table does not have it';
    const sentence = `Nodes of ${pool.name} are of ${vmSize}, and ${why}: name an instance type in the route's target.create.map["${vmSize}"].`;
    return { types: [], amiType, findings: [clusterFinding('blocker', cluster, field, sentence, { current: vmSize })] };
  }
  const same = sizeText(given) === sizeText(found);
  const sizes = same ? sizeText(found) : `${sizeText(given)} there; ${sizeText(found)} here`;
  const sentence = `${vmSize} becomes ${found.type} (${sizes}): name another type in the route's target.create.map["${vmSize}"] where that is not what you want.`;
  const severity = found.gib < given.gib || found.vcpus < given.vcpus ? 'warning' : 'info';
  const values = { current: vmSize, proposed: found.type };
  return { types: [found.type], amiType, findings: [clusterFinding(severity, cluster, field, sentence, values)] };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html#AmazonEKS-CreateNodegroup-request-amiType */
function imageFor({ osType, osSku }: NodePool, machine: Machine | undefined): string {
  if (osType === 'Windows') return osSku === 'Windows2019' ? 'WINDOWS_CORE_2019_x86_64' : 'WINDOWS_CORE_2022_x86_64';
  if (machine?.arch === 'arm64') return 'AL2023_ARM_64_STANDARD';
  return machine?.gpu ? 'AL2023_x86_64_NVIDIA' : 'AL2023_x86_64_STANDARD';
}
