import type { Cloud } from '../../../translate/context.ts';

/** Machines of one kind: `#` in a name of Azure stands for the number of vCPUs. */
export interface Family {
  name: string;
  cpu: 'intel' | 'amd' | 'arm';
  /** Memory for each vCPU. */
  gib: number;
  vcpus: readonly number[];
  /** Disks of the machine itself; large ones are what it is chosen for. */
  disk?: boolean | 'large';
  /** Runs at a part of its speed most of the time. */
  burstable?: boolean;
}

/** A machine whose numbers follow from no family. */
export interface Single extends Omit<Family, 'name' | 'gib' | 'vcpus'> {
  type: string;
  vcpus: number;
  /** Of the whole machine. */
  gib: number;
  /** Model and number of its accelerators, such as `T4 x1`. */
  gpu?: string;
}

/** Names of sizes by vCPUs (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html). */
export const SIZE_OF_VCPUS: Readonly<Record<number, string>> = {
  1: 'medium',
  2: 'large',
  4: 'xlarge',
  8: '2xlarge',
  16: '4xlarge',
  32: '8xlarge',
  36: '9xlarge',
  48: '12xlarge',
  64: '16xlarge',
  72: '18xlarge',
  96: '24xlarge',
  128: '32xlarge',
  192: '48xlarge',
};

const UP_TO_32 = [2, 4, 8, 16, 32];
const UP_TO_64 = [...UP_TO_32, 48, 64];
const UP_TO_96 = [...UP_TO_64, 96];
const GRAVITON = [1, ...UP_TO_64];
const WITH_20 = [2, 4, 8, 16, 20, 32, 48, 64];

/** Families of one name that differ in a part of it alone: `m`, `c` and `r` have 4, 2 and 8 GiB for each vCPU. */
const mcr = (generation: string, cpu: Family['cpu'], vcpus: readonly number[], disk = false): Family[] =>
  [
    ['m', 4],
    ['c', 2],
    ['r', 8],
  ].map(([letter, gib]) => ({ name: `${letter}${generation}`, cpu, gib: gib as number, vcpus, disk }));

/**
 * What both clouds have for nodes; of several that fit equally well, the first is chosen, which is the one that most Regions and locations
 * have. Numbers: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-regions.html and the pages of the
 * families there; https://learn.microsoft.com/azure/virtual-machines/sizes/overview and the pages of the series there.
 */
export const FAMILIES: Record<Cloud, readonly Family[]> = {
  aws: [
    ...mcr('6i', 'intel', [...UP_TO_96, 128]),
    ...mcr('6a', 'amd', [...UP_TO_96, 128, 192]),
    ...mcr('7g', 'arm', GRAVITON),
    ...mcr('6g', 'arm', GRAVITON),
    ...mcr('8g', 'arm', [1, ...UP_TO_96, 192]),
    ...mcr('7i', 'intel', [...UP_TO_96, 192]),
    ...mcr('7a', 'amd', [1, ...UP_TO_96, 128, 192]),
    ...mcr('6id', 'intel', [...UP_TO_96, 128], true),
    ...mcr('6gd', 'arm', GRAVITON, true),
    ...mcr('7gd', 'arm', GRAVITON, true),
    ...mcr('5a', 'amd', UP_TO_96),
    { name: 'm5', cpu: 'intel', gib: 4, vcpus: UP_TO_96 },
    { name: 'r5', cpu: 'intel', gib: 8, vcpus: UP_TO_96 },
    { name: 'c5', cpu: 'intel', gib: 2, vcpus: [2, 4, 8, 16, 36, 48, 72, 96] },
    { name: 'm5d', cpu: 'intel', gib: 4, vcpus: UP_TO_96, disk: true },
    { name: 'r5d', cpu: 'intel', gib: 8, vcpus: UP_TO_96, disk: true },
    { name: 'c5d', cpu: 'intel', gib: 2, vcpus: [2, 4, 8, 16, 36, 48, 72, 96], disk: true },
    { name: 'm7i-flex', cpu: 'intel', gib: 4, vcpus: UP_TO_32 },
    { name: 'c7i-flex', cpu: 'intel', gib: 2, vcpus: UP_TO_32 },
    { name: 'i4i', cpu: 'intel', gib: 8, vcpus: [2, 4, 8, 16, 32, 64, 128], disk: 'large' },
  ],
  azure: [
    { name: 'Standard_D#s_v5', cpu: 'intel', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#s_v5', cpu: 'intel', gib: 8, vcpus: [...WITH_20, 96] },
    { name: 'Standard_F#s_v2', cpu: 'intel', gib: 2, vcpus: [...UP_TO_64, 72] },
    { name: 'Standard_D#ls_v5', cpu: 'intel', gib: 2, vcpus: UP_TO_96 },
    { name: 'Standard_D#as_v5', cpu: 'amd', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#as_v5', cpu: 'amd', gib: 8, vcpus: [...WITH_20, 96] },
    { name: 'Standard_F#als_v6', cpu: 'amd', gib: 2, vcpus: UP_TO_64 },
    { name: 'Standard_D#als_v6', cpu: 'amd', gib: 2, vcpus: UP_TO_96 },
    { name: 'Standard_D#ps_v5', cpu: 'arm', gib: 4, vcpus: UP_TO_64 },
    { name: 'Standard_E#ps_v5', cpu: 'arm', gib: 8, vcpus: [2, 4, 8, 16, 20, 32] },
    { name: 'Standard_D#pls_v5', cpu: 'arm', gib: 2, vcpus: UP_TO_64 },
    { name: 'Standard_D#ps_v6', cpu: 'arm', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#ps_v6', cpu: 'arm', gib: 8, vcpus: UP_TO_96 },
    { name: 'Standard_D#pls_v6', cpu: 'arm', gib: 2, vcpus: UP_TO_96 },
    { name: 'Standard_D#ds_v5', cpu: 'intel', gib: 4, vcpus: UP_TO_96, disk: true },
    { name: 'Standard_E#ds_v5', cpu: 'intel', gib: 8, vcpus: [...WITH_20, 96], disk: true },
    { name: 'Standard_D#lds_v5', cpu: 'intel', gib: 2, vcpus: UP_TO_96, disk: true },
    { name: 'Standard_D#ads_v5', cpu: 'amd', gib: 4, vcpus: UP_TO_96, disk: true },
    { name: 'Standard_E#ads_v5', cpu: 'amd', gib: 8, vcpus: [...WITH_20, 96], disk: true },
    { name: 'Standard_D#pds_v5', cpu: 'arm', gib: 4, vcpus: UP_TO_64, disk: true },
    { name: 'Standard_E#pds_v5', cpu: 'arm', gib: 8, vcpus: [2, 4, 8, 16, 20, 32], disk: true },
    { name: 'Standard_D#plds_v5', cpu: 'arm', gib: 2, vcpus: UP_TO_64, disk: true },
    { name: 'Standard_D#s_v6', cpu: 'intel', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#s_v6', cpu: 'intel', gib: 8, vcpus: [...WITH_20, 96] },
    { name: 'Standard_D#ls_v6', cpu: 'intel', gib: 2, vcpus: UP_TO_96 },
    { name: 'Standard_D#as_v6', cpu: 'amd', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#as_v6', cpu: 'amd', gib: 8, vcpus: [...WITH_20, 96] },
    { name: 'Standard_D#ds_v6', cpu: 'intel', gib: 4, vcpus: UP_TO_96, disk: true },
    { name: 'Standard_E#ds_v6', cpu: 'intel', gib: 8, vcpus: [...WITH_20, 96], disk: true },
    { name: 'Standard_D#ads_v6', cpu: 'amd', gib: 4, vcpus: UP_TO_96, disk: true },
    { name: 'Standard_E#ads_v6', cpu: 'amd', gib: 8, vcpus: [...WITH_20, 96], disk: true },
    { name: 'Standard_L#s_v3', cpu: 'intel', gib: 8, vcpus: [8, 16, 32, 48, 64, 80], disk: 'large' },
    { name: 'Standard_D#s_v4', cpu: 'intel', gib: 4, vcpus: UP_TO_64 },
    { name: 'Standard_E#s_v4', cpu: 'intel', gib: 8, vcpus: [2, 4, 8, 16, 20, 32, 48] },
    { name: 'Standard_D#ds_v4', cpu: 'intel', gib: 4, vcpus: UP_TO_64, disk: true },
    { name: 'Standard_E#ds_v4', cpu: 'intel', gib: 8, vcpus: [2, 4, 8, 16, 20, 32, 48], disk: true },
    { name: 'Standard_D#as_v4', cpu: 'amd', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#as_v4', cpu: 'amd', gib: 8, vcpus: [...WITH_20, 96] },
    { name: 'Standard_D#s_v3', cpu: 'intel', gib: 4, vcpus: UP_TO_64 },
    { name: 'Standard_E#s_v3', cpu: 'intel', gib: 8, vcpus: [2, 4, 8, 16, 20, 32, 48] },
    { name: 'Standard_D#_v3', cpu: 'intel', gib: 4, vcpus: UP_TO_64 },
    { name: 'Standard_D#_v5', cpu: 'intel', gib: 4, vcpus: UP_TO_96 },
    { name: 'Standard_E#_v5', cpu: 'intel', gib: 8, vcpus: [...WITH_20, 96] },
  ],
};

const t = (name: string, cpu: Family['cpu']): Single[] => [
  { type: `${name}.small`, cpu, vcpus: 2, gib: 2, burstable: true },
  { type: `${name}.medium`, cpu, vcpus: 2, gib: 4, burstable: true },
  { type: `${name}.large`, cpu, vcpus: 2, gib: 8, burstable: true },
  { type: `${name}.xlarge`, cpu, vcpus: 4, gib: 16, burstable: true },
  { type: `${name}.2xlarge`, cpu, vcpus: 8, gib: 32, burstable: true },
];
const b = (cpu: Family['cpu'], infix = ''): Single[] => [
  { type: `Standard_B2${infix}ls_v2`, cpu, vcpus: 2, gib: 4, burstable: true },
  { type: `Standard_B2${infix}s_v2`, cpu, vcpus: 2, gib: 8, burstable: true },
  { type: `Standard_B4${infix}ls_v2`, cpu, vcpus: 4, gib: 8, burstable: true },
  { type: `Standard_B4${infix}s_v2`, cpu, vcpus: 4, gib: 16, burstable: true },
  { type: `Standard_B8${infix}ls_v2`, cpu, vcpus: 8, gib: 16, burstable: true },
  { type: `Standard_B8${infix}s_v2`, cpu, vcpus: 8, gib: 32, burstable: true },
  { type: `Standard_B16${infix}s_v2`, cpu, vcpus: 16, gib: 64, burstable: true },
];

export const SINGLES: Record<Cloud, readonly Single[]> = {
  aws: [
    ...t('t3', 'intel'),
    ...t('t3a', 'amd'),
    ...t('t4g', 'arm'),
    { type: 'g4dn.xlarge', cpu: 'intel', vcpus: 4, gib: 16, gpu: 'T4 x1', disk: true },
    { type: 'g4dn.2xlarge', cpu: 'intel', vcpus: 8, gib: 32, gpu: 'T4 x1', disk: true },
    { type: 'g4dn.4xlarge', cpu: 'intel', vcpus: 16, gib: 64, gpu: 'T4 x1', disk: true },
    { type: 'g4dn.8xlarge', cpu: 'intel', vcpus: 32, gib: 128, gpu: 'T4 x1', disk: true },
    { type: 'g4dn.12xlarge', cpu: 'intel', vcpus: 48, gib: 192, gpu: 'T4 x4', disk: true },
    { type: 'g5.xlarge', cpu: 'amd', vcpus: 4, gib: 16, gpu: 'A10 x1', disk: true },
    { type: 'g5.2xlarge', cpu: 'amd', vcpus: 8, gib: 32, gpu: 'A10 x1', disk: true },
    { type: 'g5.4xlarge', cpu: 'amd', vcpus: 16, gib: 64, gpu: 'A10 x1', disk: true },
    { type: 'g5.8xlarge', cpu: 'amd', vcpus: 32, gib: 128, gpu: 'A10 x1', disk: true },
    { type: 'g5.16xlarge', cpu: 'amd', vcpus: 64, gib: 256, gpu: 'A10 x1', disk: true },
    { type: 'p4d.24xlarge', cpu: 'intel', vcpus: 96, gib: 1152, gpu: 'A100 40 GB x8', disk: true },
    { type: 'p4de.24xlarge', cpu: 'intel', vcpus: 96, gib: 1152, gpu: 'A100 80 GB x8', disk: true },
    { type: 'p5.4xlarge', cpu: 'amd', vcpus: 16, gib: 256, gpu: 'H100 x1', disk: true },
    { type: 'p5.48xlarge', cpu: 'amd', vcpus: 192, gib: 2048, gpu: 'H100 x8', disk: true },
  ],
  azure: [
    ...b('intel'),
    ...b('amd', 'a'),
    ...b('arm', 'p'),
    { type: 'Standard_B2s', cpu: 'intel', vcpus: 2, gib: 4, burstable: true },
    { type: 'Standard_B2ms', cpu: 'intel', vcpus: 2, gib: 8, burstable: true },
    { type: 'Standard_B4ms', cpu: 'intel', vcpus: 4, gib: 16, burstable: true },
    { type: 'Standard_B8ms', cpu: 'intel', vcpus: 8, gib: 32, burstable: true },
    { type: 'Standard_B12ms', cpu: 'intel', vcpus: 12, gib: 48, burstable: true },
    { type: 'Standard_B16ms', cpu: 'intel', vcpus: 16, gib: 64, burstable: true },
    { type: 'Standard_DS2_v2', cpu: 'intel', vcpus: 2, gib: 7 },
    { type: 'Standard_DS3_v2', cpu: 'intel', vcpus: 4, gib: 14 },
    { type: 'Standard_DS4_v2', cpu: 'intel', vcpus: 8, gib: 28 },
    { type: 'Standard_DS5_v2', cpu: 'intel', vcpus: 16, gib: 56 },
    { type: 'Standard_D2_v2', cpu: 'intel', vcpus: 2, gib: 7 },
    { type: 'Standard_D3_v2', cpu: 'intel', vcpus: 4, gib: 14 },
    { type: 'Standard_NC4as_T4_v3', cpu: 'amd', vcpus: 4, gib: 28, gpu: 'T4 x1', disk: true },
    { type: 'Standard_NC8as_T4_v3', cpu: 'amd', vcpus: 8, gib: 56, gpu: 'T4 x1', disk: true },
    { type: 'Standard_NC16as_T4_v3', cpu: 'amd', vcpus: 16, gib: 110, gpu: 'T4 x1', disk: true },
    { type: 'Standard_NC64as_T4_v3', cpu: 'amd', vcpus: 64, gib: 440, gpu: 'T4 x4', disk: true },
    { type: 'Standard_NV36ads_A10_v5', cpu: 'amd', vcpus: 36, gib: 440, gpu: 'A10 x1', disk: true },
    { type: 'Standard_ND96asr_v4', cpu: 'amd', vcpus: 96, gib: 900, gpu: 'A100 40 GB x8', disk: true },
    { type: 'Standard_ND96amsr_A100_v4', cpu: 'amd', vcpus: 96, gib: 1900, gpu: 'A100 80 GB x8', disk: true },
    { type: 'Standard_NC40ads_H100_v5', cpu: 'amd', vcpus: 40, gib: 320, gpu: 'H100 x1', disk: true },
    { type: 'Standard_ND96isr_H100_v5', cpu: 'intel', vcpus: 96, gib: 1900, gpu: 'H100 x8', disk: true },
  ],
};
