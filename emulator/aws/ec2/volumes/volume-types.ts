import { AwsError } from '../../../base/service.ts';

interface VolumeType {
  /** GiB, both inclusive. */
  size: [number, number];
  /** Provisioned IOPS, both inclusive, at most so many a GiB. */
  iops?: { range: [number, number]; perGiB: number; standard?: number };
  /** MiB/s, both inclusive; at most a quarter of the IOPS. */
  throughput?: { range: [number, number]; standard: number };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
const TYPES: Record<string, VolumeType> = {
  gp2: { size: [1, 16_384] },
  gp3: {
    size: [1, 65_536],
    iops: { range: [3_000, 80_000], perGiB: 500, standard: 3_000 },
    throughput: { range: [125, 2_000], standard: 125 },
  },
  io1: { size: [4, 16_384], iops: { range: [100, 64_000], perGiB: 50 } },
  io2: { size: [4, 65_536], iops: { range: [100, 256_000], perGiB: 1_000 } },
  st1: { size: [125, 16_384] },
  sc1: { size: [125, 16_384] },
  standard: { size: [1, 1_024] },
};

export interface Performance {
  iops?: number;
  throughput?: number;
}

/** What a volume of the type and size gets, or the refusal of EC2. */
export function performanceOf(type: string, sizeGiB: number, wish: Performance): Performance {
  const rules = TYPES[type];
  if (!rules) {
    throw new AwsError('UnknownVolumeType', `Unsupported volume type '${type}' for volume creation.`);
  }
  const [min, max] = rules.size;
  if (sizeGiB < min || sizeGiB > max) {
    throw invalid(`Volume of ${sizeGiB}GiB is out of bounds; ${type} volumes have ${min} to ${max} GiB.`);
  }
  const iops = iopsOf(type, rules, sizeGiB, wish.iops);
  return { ...(iops ? { iops } : {}), ...throughputOf(type, rules, iops, wish.throughput) };
}

function iopsOf(type: string, rules: VolumeType, sizeGiB: number, wish: number | undefined): number | undefined {
  if (!rules.iops) {
    if (wish !== undefined) throw unsupported('iops', type);
    // What gp2 has by its size: 3 a GiB, at least 100 and at most 16,000.
    return type === 'gp2' ? Math.min(16_000, Math.max(100, 3 * sizeGiB)) : undefined;
  }
  const { range, perGiB, standard } = rules.iops;
  const iops = wish ?? standard;
  if (iops === undefined) {
    throw new AwsError('MissingParameter', `The request must contain the parameter iops for volumes of type ${type}`);
  }
  if (iops < range[0] || iops > range[1]) {
    throw invalid(`Iops of ${iops} is out of bounds; ${type} volumes have ${range[0]} to ${range[1]}.`);
  }
  if (wish !== undefined && wish > Math.max(perGiB * sizeGiB, standard ?? 0)) {
    throw invalid(`Iops to volume size ratio of ${iops / sizeGiB} is too high; maximum is ${perGiB}.`);
  }
  return iops;
}

function throughputOf(type: string, rules: VolumeType, iops = 0, wish?: number): { throughput?: number } {
  if (!rules.throughput) {
    if (wish !== undefined) throw unsupported('throughput', type);
    return {};
  }
  const throughput = wish ?? rules.throughput.standard;
  const [min, max] = rules.throughput.range;
  if (throughput < min || throughput > max) {
    throw invalid(`Throughput of ${throughput} MiB/s is out of bounds; ${type} volumes have ${min} to ${max}.`);
  }
  if (throughput > iops / 4) {
    throw invalid(`Throughput (MiBps) to iops ratio of ${throughput / iops} is too high; maximum is 0.25.`);
  }
  return { throughput };
}

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

const unsupported = (parameter: string, type: string) =>
  new AwsError('InvalidParameterCombination', `The parameter ${parameter} is not supported for ${type} volumes.`);
