/** What EBS makes of a volume type. */
interface Limits {
  /** GiB, both inclusive. */
  size: readonly [number, number];
  /** Provisioned IOPS, both inclusive, at most so many a GiB; `base` is there at any size. */
  iops?: { range: readonly [number, number]; perGiB: number; base?: number };
  /** MiB/s, both inclusive; at most so much for each provisioned IOPS. */
  throughput?: { range: readonly [number, number]; perIops: number };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html and the pages of its types. */
const LIMITS: Record<string, Limits> = {
  gp2: { size: [1, 16_384] },
  gp3: {
    size: [1, 65_536],
    iops: { range: [3_000, 80_000], perGiB: 500, base: 3_000 },
    throughput: { range: [125, 2_000], perIops: 0.25 },
  },
  io1: { size: [4, 16_384], iops: { range: [100, 64_000], perGiB: 50 } },
  io2: { size: [4, 65_536], iops: { range: [100, 256_000], perGiB: 1_000 } },
  st1: { size: [125, 16_384] },
  sc1: { size: [125, 16_384] },
  standard: { size: [1, 1_024] },
};

export interface Performance {
  iops?: number;
  throughputMiBps?: number;
}

export interface Fitted extends Performance {
  /** Why EBS makes no such volume at all. */
  refusal?: string;
  /** What is other than it was asked for, each as a clause: `9,000 IOPS become 5,000, …`. */
  changes: string[];
}

/** The performance that EBS can give a volume of that type and size, as near as can be to what is wanted; a type that is not known stays as it is. */
export function fitToType(volumeType: string, sizeGiB: number, wanted: Performance): Fitted {
  const limits = LIMITS[volumeType];
  if (!limits) return { ...wanted, changes: [] };
  const [min, max] = limits.size;
  if (sizeGiB < min || sizeGiB > max) {
    const refusal = `volumes of type ${volumeType} have ${count(min)} to ${count(max)} GiB, and this one has ${count(sizeGiB)}`;
    return { ...wanted, changes: [], refusal };
  }
  const changes: string[] = [];
  const throughput = throughputOf(limits, wanted);
  const iops = iopsOf(volumeType, limits, sizeGiB, wanted, throughput, changes);
  const most = limits.throughput && Math.floor((iops ?? 0) * limits.throughput.perIops);
  const given = most === undefined || throughput === undefined ? throughput : Math.min(throughput, most);
  if (given !== undefined && wanted.throughputMiBps !== undefined && given !== wanted.throughputMiBps) {
    const why = `${volumeType} gives ${limits.throughput!.perIops} MiB/s for each IOPS and ${count(limits.throughput!.range[1])} MiB/s at most`;
    changes.push(`${count(wanted.throughputMiBps)} MiB/s become ${count(given)}, since ${why}`);
  }
  return { ...(iops ? { iops } : {}), ...(given ? { throughputMiBps: given } : {}), changes };
}

function throughputOf({ throughput }: Limits, { throughputMiBps }: Performance): number | undefined {
  return throughput && throughputMiBps ? within(throughput.range, throughputMiBps) : undefined;
}

/** As many as are wanted, or as the throughput needs, where the size allows them. */
function iopsOf(
  type: string,
  limits: Limits,
  sizeGiB: number,
  wanted: Performance,
  throughput: number | undefined,
  changes: string[],
): number | undefined {
  if (!limits.iops) return undefined;
  const { range, perGiB, base = 0 } = limits.iops;
  const needed = throughput && limits.throughput ? Math.ceil(throughput / limits.throughput.perIops) : 0;
  const most = Math.min(range[1], Math.max(base, perGiB * sizeGiB));
  const iops = Math.min(Math.max(wanted.iops ?? range[0], needed, range[0]), most);
  if (wanted.iops !== undefined && iops !== wanted.iops) {
    const why =
      iops < wanted.iops
        ? `${type} volumes of ${count(sizeGiB)} GiB have no more (${count(perGiB)} a GiB, ${count(range[1])} at most)`
        : needed > wanted.iops
          ? `${count(throughput!)} MiB/s need them`
          : `${type} has no fewer`;
    changes.push(`${count(wanted.iops)} IOPS become ${count(iops)}, since ${why}`);
  }
  return iops;
}

const within = ([min, max]: readonly [number, number], value: number) => Math.min(Math.max(value, min), max);

const count = (value: number) => value.toLocaleString('en-US');
