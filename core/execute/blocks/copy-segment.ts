import { KubeferryError } from '../../base/errors.ts';
import { BLOCK_BYTES, type BlockRef, type BlockSink, type BlockSource } from '../../base/ports/block-store.ts';
import type { Segment } from '../../base/run/envelope.ts';
import { ZERO_BLOCK, ZERO_DIGEST } from './zero-block.ts';

/** The digest of one written block. */
export interface BlockDigest {
  index: number;
  /** 32 raw bytes. */
  sha256: Uint8Array;
}

export interface CopySegmentJob {
  source: BlockSource;
  sink: BlockSink;
  segment: Segment;
  /** Blocks in flight; each worker owns one buffer of 512 KiB. */
  workers: number;
  /** `skip` where an unwritten block reads as zeros anyway: in a target without a parent, and where the parent has no such block. */
  zeroBlocks: 'skip' | 'write';
}

export interface CopiedSegment {
  /** Of the blocks put, ascending: what the seal's count and checksum are made of. */
  digests: BlockDigest[];
  /** All-zero blocks that were left out. */
  zeroBlocks: number;
}

/**
 * Streams the blocks of one segment from source to sink. A block is put only after its bytes matched their digest,
 * and the digest is passed on, so that the sink can compare again. The first error ends it: running it again is
 * harmless. Throws DataCorrupt, also when the source lists other blocks than were planned.
 */
export async function copySegment(job: CopySegmentJob): Promise<CopiedSegment> {
  const { segment } = job;
  const queue = blocksOf(job.source, segment);
  const digests: (BlockDigest | undefined)[] = [];
  let failed = false;

  const work = async () => {
    const buffer = new Uint8Array(BLOCK_BYTES);
    for (let next = await queue.next(); !next.done && !failed; next = await queue.next()) {
      const { position, block } = next.value;
      digests[position] = await copyBlock(job, block, buffer);
    }
  };
  const stop = (error: unknown) => {
    failed = true;
    throw error;
  };

  const results = await Promise.allSettled(Array.from({ length: job.workers }, () => work().catch(stop)));
  const failure = results.find((it) => it.status === 'rejected');
  if (failure) throw failure.reason;
  const written = digests.filter((it) => it !== undefined);
  return { digests: written, zeroBlocks: segment.blocks - written.length };
}

async function copyBlock(job: CopySegmentJob, block: BlockRef, buffer: Uint8Array): Promise<BlockDigest | undefined> {
  const { index, token, isNew } = block;
  const { bytes, sha256 } =
    token === undefined ? { bytes: ZERO_BLOCK, sha256: ZERO_DIGEST } : await job.source.get(block, buffer);
  // Told by the digest, without a look at the bytes.
  if ((job.zeroBlocks === 'skip' || isNew) && ZERO_DIGEST.equals(sha256)) return undefined;
  await job.sink.put(index, bytes, sha256);
  return { index, sha256 };
}

/** The segment's blocks with their place in the order, checked to be those that were planned. */
async function* blocksOf(source: BlockSource, { number, startIndex, endIndex, blocks }: Segment) {
  let position = 0;
  let previous = startIndex - 1;
  for await (const page of source.list({ startIndex, endIndex })) {
    for (const block of page) {
      if (block.index <= previous || block.index >= endIndex) {
        throw misplaced(
          `lists block ${block.index} after ${previous}, in segment ${number} (${startIndex}-${endIndex})`,
        );
      }
      previous = block.index;
      yield { position: position++, block };
    }
  }
  if (position !== blocks) throw misplaced(`lists ${position} blocks in segment ${number}, but ${blocks} were planned`);
}

function misplaced(what: string): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `The source snapshot ${what}. A completed snapshot never changes, so its block list cannot be trusted. ` +
      'Way out: start the clone again, which takes a new snapshot.',
  );
}
