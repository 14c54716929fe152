import type { Cloud } from '../../../translate/context.ts';
import { FAMILIES, SINGLES, SIZE_OF_VCPUS, type Single } from './machines.data.ts';

/** A type of machine, of EC2 or of Azure, as far as nodes are chosen by it. */
export type Machine = Single & { arch: 'amd64' | 'arm64' };

const OTHER: Record<Cloud, Cloud> = { aws: 'azure', azure: 'aws' };

const archOf = ({ cpu }: Pick<Single, 'cpu'>) => (cpu === 'arm' ? 'arm64' : 'amd64');

const typeOf = (cloud: Cloud, family: string, vcpus: number) =>
  cloud === 'aws' ? `${family}.${SIZE_OF_VCPUS[vcpus]}` : family.replace('#', String(vcpus));

const machinesOf = (cloud: Cloud): ReadonlyMap<string, Machine> => {
  const ofFamilies = FAMILIES[cloud].flatMap(({ name, gib, vcpus, ...rest }) =>
    vcpus.map((each) => ({ ...rest, type: typeOf(cloud, name, each), vcpus: each, gib: gib * each })),
  );
  const all = [...ofFamilies, ...SINGLES[cloud]].map((each) => ({ ...each, arch: archOf(each) }) satisfies Machine);
  return new Map(all.map((each) => [each.type.toLowerCase(), each]));
};

const MACHINES: Record<Cloud, ReadonlyMap<string, Machine>> = { aws: machinesOf('aws'), azure: machinesOf('azure') };

/** The machine of a type such as `m6i.xlarge` or `Standard_D4s_v5`, by any letter case; undefined when the tables do not have it. */
export const machineOf = (cloud: Cloud, type: string): Machine | undefined => MACHINES[cloud].get(type.toLowerCase());

/**
 * What takes the place of a machine in the other cloud: the smallest of its architecture that has as many vCPUs and as much memory, and
 * rather one that is alike (maker, own disks, bursts). One with accelerators becomes the nearest with the same ones,
 * which may have less memory. Undefined when there is none, or the type is not known.
 */
export function counterpartOf(cloud: Cloud, type: string): Machine | undefined {
  const given = machineOf(cloud, type);
  if (!given) return undefined;
  const fitting = [...MACHINES[OTHER[cloud]].values()].filter((each) => fits(given, each));
  return fitting.toSorted((a, b) => unlikeness(given, a) - unlikeness(given, b))[0];
}

/** `4 vCPUs, 16 GiB`, with accelerators where it has any. */
export const sizeText = ({ vcpus, gib, gpu }: Machine) => `${vcpus} vCPUs, ${gib} GiB${gpu ? `, ${gpu}` : ''}`;

function fits(given: Machine, each: Machine): boolean {
  if (each.arch !== given.arch || each.gpu !== given.gpu) return false;
  if (given.gpu) return true;
  return each.vcpus >= given.vcpus && each.gib >= given.gib && (!each.burstable || given.burstable === true);
}

/** Numbers first: a machine that is larger than another is less alike than any that is of another maker. */
function unlikeness(given: Machine, each: Machine): number {
  const larger = Math.abs(each.vcpus - given.vcpus) * 10_000 + Math.abs(each.gib - given.gib) * 10;
  const otherwise = (member: 'burstable' | 'cpu' | 'disk', weight: number) =>
    (each[member] ?? false) === (given[member] ?? false) ? 0 : weight;
  return larger + otherwise('burstable', 4) + otherwise('disk', 2) + otherwise('cpu', 1);
}
