import { KubeferryError } from '../../base/errors.ts';
import type { BlockDigest } from './copy-segment.ts';

/** What one segment leaves behind for the seal. */
export interface DigestRecord {
  /** Segment number. */
  segment: number;
  /** Ascending. */
  digests: BlockDigest[];
}

/**
 * Little-endian: `KFD1`, segment number, count, then for each block its index (4 bytes: enough for 2 PiB) and its
 * SHA-256 (32 bytes). 16,384 blocks take 576 KiB.
 */
const MAGIC = 0x31_44_46_4b;
const HEAD_BYTES = 12;
const SHA256_BYTES = 32;
const ENTRY_BYTES = 4 + SHA256_BYTES;

export function encodeDigestRecord({ segment, digests }: DigestRecord): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + digests.length * ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, segment, true);
  view.setUint32(8, digests.length, true);
  digests.forEach(({ index, sha256 }, position) => {
    const at = HEAD_BYTES + position * ENTRY_BYTES;
    view.setUint32(at, index, true);
    bytes.set(sha256, at + 4);
  });
  return bytes;
}

/** Throws DataCorrupt when the bytes are not one whole record. The digests are views into `bytes`. */
export function decodeDigestRecord(bytes: Uint8Array): DigestRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES || view.getUint32(0, true) !== MAGIC)
    throw torn(`${bytes.length} bytes, without its mark`);
  const count = view.getUint32(8, true);
  const expected = HEAD_BYTES + count * ENTRY_BYTES;
  if (bytes.length !== expected) throw torn(`${bytes.length} bytes, but its ${count} digests take ${expected}`);
  const digests = Array.from({ length: count }, (_, position) => {
    const at = HEAD_BYTES + position * ENTRY_BYTES;
    return { index: view.getUint32(at, true), sha256: bytes.subarray(at + 4, at + ENTRY_BYTES) };
  });
  return { segment: view.getUint32(4, true), digests };
}

function torn(what: string): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `A digest record has ${what}. Way out: start the clone again; the snapshot was not sealed.`,
  );
}
