import type { Compared } from '../strategy.ts';
import type { Parent } from './envelope.ts';

/** How the blocks of a volume are copied: all of them, or those that have changed since the parent. */
export interface BlockWay {
  parent?: Parent;
  /** Why all are copied although there was a parent. */
  broken?: string;
  /** Blocks that are to be moved: listed, with those that are only made empty again. Known once they are listed. */
  blocks?: number;
  /** Of these, those that the source does not have any more. */
  emptied?: number;
  /** Blocks that its snapshot has by what was listed; absent where that of its parent is not known. */
  written?: number;
}

/** Written by await-snapshot: the data of the snapshot at the source, as EC2 says it. */
export interface SnapshotSize {
  bytes: number;
  /** When it was taken (ISO 8601); absent from records of earlier versions. */
  startedAt?: string;
}

/** What the EBS direct APIs have read and taken: copy-segment counts it in its tally, whatever became of the attempt. */
export interface MovedBlocks {
  read: number;
  written: number;
  /** Calls that EBS asked to slow down. */
  throttled?: number;
}

/** What plan-proof wrote: how many blocks were to be read on both sides and compared, in how many segments. */
export interface PlannedComparison {
  compared: Compared;
  blocks: number;
  segments: number;
}

/** What prove-segment wrote: blocks of one segment that are equal. */
export interface ComparedSegment {
  blocks: number;
}
