import { BLOCKS_PER_GIB } from '../../base/ports/block-store.ts';
import { blocksPerSegment } from '../../base/run/segment-size.ts';
import type { Compared } from '../../base/strategy.ts';
import { type Clouds, comparedInAws } from './between-clouds.ts';
import { NOTHING, type Usage } from './usage.ts';

/** ListSnapshotBlocks answers at most so many (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html). */
const BLOCKS_PER_LISTING = 10_000;
/** A function of 2 GiB reads 75 MiB a second, of both sides together (lib/functions/functions.data.ts). */
const READER = { gibibytes: 2, mebibytesPerSecond: 75 };
/** EBS gives 1,000 blocks of 512 KiB a second of each snapshot, and functions share their line between the two. */
const GIB_A_MINUTE = (250 * 60) / 1024;

export interface ComparedData {
  /** Written in the snapshot, whatever of it was moved. */
  gibibytes: number;
  crossesRegions: boolean;
  /** Both ends are in AWS where it is left out. */
  clouds?: Clouds | undefined;
}

/** What it takes to compare a copy of so much data with its source: the lists of both, and where they are read, all blocks of both. */
export function usageOfProof(compares: Compared, { gibibytes, crossesRegions, clouds }: ComparedData): Usage {
  const blocks = gibibytes * BLOCKS_PER_GIB;
  const reads = compares === 'blocks' ? 2 * blocks : 0;
  // Both are listed once to cut the segments, once to read them.
  const blockListings = (reads > 0 ? 4 : 2) * Math.ceil(blocks / BLOCKS_PER_LISTING);
  const segments = reads > 0 ? Math.ceil(blocks / blocksPerSegment(blocks)) : 0;
  const readMebibytes = (reads / BLOCKS_PER_GIB) * 1024;
  const used = {
    ...NOTHING,
    blocksRead: reads,
    blockListings,
    transferGiB: crossesRegions && reads > 0 ? gibibytes : 0,
    functionCalls: 1 + segments,
    // The machine itself, its choice, its map and its end; and each function.
    transitions: 5 + segments,
    functionGiBSeconds: (readMebibytes / READER.mebibytesPerSecond) * READER.gibibytes,
  };
  return clouds ? comparedInAws(used, clouds) : used;
}

export const minutesOfProof = (compares: Compared, { gibibytes }: ComparedData): number =>
  Math.ceil(1 + (compares === 'blocks' ? gibibytes / GIB_A_MINUTE : 0));
