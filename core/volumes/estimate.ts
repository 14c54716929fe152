import type { Strategy } from '../clone/envelope.ts';

/** Dollars; list prices of us-east-1, https://aws.amazon.com/ebs/pricing/ and https://aws.amazon.com/ec2/pricing/on-demand/ (data transfer). */
const TRANSFER_PER_GIB = 0.02;
const GET_PER_1000_BLOCKS = 0.003;
const PUT_PER_1000_BLOCKS = 0.006;
const BLOCKS_PER_GIB = 2048;
const SNAPSHOT_PER_GIB_DAY = 0.05 / 30;

/** EBS allows 1,000 blocks of 512 KiB a second per snapshot: 500 MiB/s. */
const DIRECT_GIB_PER_MINUTE = (500 * 60) / 1024;
/** CopySnapshot promises nothing; this is the time-based copy's ceiling halved, a cautious guess that the plan calls an estimate. */
const COPY_GIB_PER_MINUTE = (250 * 60) / 1024;
/** Snapshot, volume creation and the waits between. */
const FIXED_MINUTES = 3;

/** Upper bounds for one volume: EBS does not tell how much of a volume is written before a snapshot exists. */
export function estimate(
  strategy: Strategy,
  sizeGiB: number,
  crossesRegions: boolean,
): { dollars: number; minutes: number } {
  if (strategy === 'skip') return { dollars: 0, minutes: 0 };
  const transfer = crossesRegions ? sizeGiB * TRANSFER_PER_GIB : 0;
  const storage = 2 * sizeGiB * SNAPSHOT_PER_GIB_DAY;
  const blocks = sizeGiB * BLOCKS_PER_GIB;
  const calls = strategy === 'copy-blocks' ? (blocks / 1000) * (GET_PER_1000_BLOCKS + PUT_PER_1000_BLOCKS) : 0;
  const pace = strategy === 'copy-blocks' ? DIRECT_GIB_PER_MINUTE : COPY_GIB_PER_MINUTE;
  return { dollars: round(transfer + storage + calls), minutes: Math.ceil(FIXED_MINUTES + sizeGiB / pace) };
}

/** To a hundredth of a cent. */
const round = (dollars: number) => Math.round(dollars * 10_000) / 10_000;
