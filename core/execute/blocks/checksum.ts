import { KubeferryError } from '../../base/errors.ts';
import { decodeDigestRecord } from './digest-record.ts';

/** A running SHA-256, such as Node's `createHash('sha256')`. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** What CompleteSnapshot wants. */
export interface Seal {
  changedBlocks: number;
  /** 32 raw bytes. */
  checksum: Uint8Array;
}

/**
 * The LINEAR aggregate: SHA-256 over the raw digests in ascending index order
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-checksums.html). `records` are the encoded records of
 * segments 0, 1, … in this order, one in memory at a time. Throws DataCorrupt when one is missing or out of order.
 */
export async function sealOf(
  records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  segments: number,
  sha256: RunningHash,
): Promise<Seal> {
  let changedBlocks = 0;
  let previous = -1;
  let expected = 0;
  for await (const bytes of records) {
    const { segment, digests } = decodeDigestRecord(bytes);
    if (segment !== expected) throw unsealable(`the record of segment ${segment} came where ${expected} was due`);
    expected++;
    for (const digest of digests) {
      if (digest.index <= previous) throw unsealable(`block ${digest.index} came after block ${previous}`);
      previous = digest.index;
      sha256.update(digest.sha256);
    }
    changedBlocks += digests.length;
  }
  if (expected !== segments) throw unsealable(`${expected} segments were copied, but ${segments} were planned`);
  return { changedBlocks, checksum: sha256.digest() };
}

function unsealable(why: string): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `The copied snapshot cannot be sealed: ${why}. Way out: redrive the run; it copies what is missing.`,
  );
}
