import type { Strategy } from '../../base/run/envelope.ts';
import { NOTHING, type Usage } from './usage.ts';

export const BLOCKS_PER_GIB = 2048;
/** ListSnapshotBlocks answers at most so many (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html). */
const BLOCKS_PER_LISTING = 10_000;

export interface ExpectedVolume {
  strategy: Strategy;
  /** GiB of data: the whole volume where nobody knows how much of it is written. */
  gibibytes: number;
  crossesRegions: boolean;
  /** From the snapshot at the source to the clean-up. */
  hours: number;
}

/** What one volume uses: by CopySnapshot EBS moves its data, by blocks each one is got and put. */
export function usageOfVolume({ strategy, gibibytes, crossesRegions, hours }: ExpectedVolume): Usage {
  if (strategy === 'skip') return NOTHING;
  const blocks = strategy === 'copy-blocks' ? gibibytes * BLOCKS_PER_GIB : 0;
  return {
    ...NOTHING,
    transferGiB: crossesRegions ? gibibytes : 0,
    // One snapshot on each side.
    snapshotGiBHours: 2 * gibibytes * hours,
    blocksRead: blocks,
    blocksWritten: blocks,
    // Once to plan the segments, once to copy them.
    blockListings: blocks > 0 ? 2 * Math.ceil(blocks / BLOCKS_PER_LISTING) : 0,
  };
}
