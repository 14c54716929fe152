import { GIB } from '../sizes.ts';

/** EBS direct APIs work on blocks of this size only (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-accessing-snapshot.html). */
export const BLOCK_BYTES = 524_288;
/** Of a volume that is written to its last block. */
export const BLOCKS_PER_GIB = GIB / BLOCK_BYTES;

export interface BlockRef {
  /** Offset divided by BLOCK_BYTES. */
  index: number;
  /**
   * Opaque; needed by `get`. Valid for 7 days in EBS. Absent in a list of changes where the snapshot has no such block any
   * more: it reads as zeros.
   */
  token?: string;
  /** In a list of changes: the earlier snapshot has no such block, which reads as zeros there. */
  isNew?: true;
}

/**
 * Reads the written blocks of one completed snapshot; or, made with an earlier snapshot of the same volume, those that
 * differ from it: https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListChangedBlocks.html.
 */
export interface BlockSource {
  /** Ascending, each index once, written or changed blocks only; from `startIndex` (0 when left out) up to but not including `endIndex`. */
  list(range?: { startIndex?: number; endIndex?: number }): AsyncIterable<BlockRef[]>;
  /**
   * Exactly BLOCK_BYTES bytes whose SHA-256 was compared with the server's: throws DataCorrupt otherwise.
   * May run several times for one block. `into` is reused when given, and is then what is returned.
   */
  get(block: BlockRef, into?: Uint8Array): Promise<{ bytes: Uint8Array; sha256: Uint8Array }>;
}

/** Writes one pending snapshot and seals it. */
export interface BlockSink {
  /** Overwriting a block with the same bytes is harmless: may run twice. */
  put(index: number, bytes: Uint8Array, sha256: Uint8Array): Promise<void>;
  /**
   * `changedBlocks` is the number of distinct blocks put; `checksum` is SHA-256 over their raw digests in ascending
   * index order (`LINEAR` aggregation). What a parent snapshot has counts in neither: "the complete set of data added to the
   * snapshot" (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapis-using-checksums.html). Running it again on a sealed snapshot is harmless.
   */
  seal(changedBlocks: number, checksum: Uint8Array): Promise<void>;
}
