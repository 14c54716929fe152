import { repeat } from './repeat.ts';

/**
 * A stream of S2, as Kopia's "s2" compressors write it: chunks as in Snappy's framing (https://github.com/google/snappy/blob/main/framing_format.txt),
 * with blocks that may say "the last offset again" (https://github.com/klauspost/compress/tree/master/s2, "Block format differences").
 * The checksums of chunks are passed over: what is unpacked here was proven before. Throws RangeError for what is none, or is longer.
 */
export function unpackS2(stream: Uint8Array, plainBytes: number): Uint8Array {
  const plain = Buffer.allocUnsafe(plainBytes);
  const from = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  let filled = 0;
  for (let at = 0; at < from.length; ) {
    const type = from.readUInt8(at);
    const begin = at + CHUNK_HEAD_BYTES;
    const end = begin + from.readUIntLE(at + 1, 3);
    if (end > from.length) throw new RangeError('the last chunk is cut off');
    const body = from.subarray(Math.min(begin + CHECKSUM_BYTES, end), end);
    if (type === COMPRESSED) filled += unpackBlock(body, plain, filled);
    else if (type === PLAIN) filled += put(body, plain, filled);
    else if (type < FIRST_SKIPPABLE) throw new RangeError(`there is no chunk of type ${type}`);
    at = end;
  }
  return plain.subarray(0, filled);
}

const CHUNK_HEAD_BYTES = 4;
const CHECKSUM_BYTES = 4;
const COMPRESSED = 0;
const PLAIN = 1;
/** Paddings, indexes, and what a stream begins with. */
const FIRST_SKIPPABLE = 0x80;

function put(bytes: Uint8Array, plain: Buffer, at: number): number {
  if (at + bytes.length > plain.length) throw new RangeError('it is longer than it says');
  plain.set(bytes, at);
  return bytes.length;
}

/** One block into `plain` from `start` on; answers how many bytes it has become. */
function unpackBlock(block: Buffer, plain: Buffer, start: number): number {
  const [size, first] = lengthOf(block);
  if (start + size > plain.length) throw new RangeError('it is longer than it says');
  const end = start + size;
  let [at, to, offset] = [first, start, 0];
  while (at < block.length) {
    const tag = block.readUInt8(at);
    if ((tag & 3) === 0) {
      const [length, head] = literalOf(block, at, tag);
      at += head;
      if (at + length > block.length || to + length > end) throw new RangeError('a literal is cut off');
      block.copy(plain, to, at, at + length);
      at += length;
      to += length;
      continue;
    }
    const copy = copyOf(block, at, tag);
    at += copy.head;
    offset = copy.offset ?? offset;
    if (offset === 0 || offset > to - start || to + copy.length > end)
      throw new RangeError('a copy is out of its block');
    repeat(plain, to, offset, copy.length);
    to += copy.length;
  }
  if (to !== end) throw new RangeError('a block is shorter than it says');
  return size;
}

/** Seven bits a byte, the lowest first. */
function lengthOf(block: Buffer): [length: number, bytes: number] {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block.readUInt8(at);
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return [length, at + 1];
  }
  throw new RangeError('a block says no length');
}

function literalOf(block: Buffer, at: number, tag: number): [length: number, head: number] {
  const bytes = Math.max(0, (tag >> 2) - 59);
  return [(bytes === 0 ? tag >> 2 : block.readUIntLE(at + 1, bytes)) + 1, 1 + bytes];
}

/** Without an offset it is the last one again, whose length has one, two or three bytes of its own where it is long. */
function copyOf(block: Buffer, at: number, tag: number): { length: number; head: number; offset?: number } {
  if ((tag & 3) === 2) return { length: (tag >> 2) + 1, head: 3, offset: block.readUInt16LE(at + 1) };
  if ((tag & 3) === 3) return { length: (tag >> 2) + 1, head: 5, offset: block.readUInt32LE(at + 1) };
  const short = (tag >> 2) & 7;
  const offset = ((tag & 0xe0) << 3) | block.readUInt8(at + 1);
  if (offset !== 0) return { length: short + 4, head: 2, offset };
  const bytes = Math.max(0, short - 4);
  const long = [0, 4, 2 ** 8, 2 ** 16][bytes]!;
  return { length: (bytes === 0 ? short : block.readUIntLE(at + 2, bytes) + long) + 4, head: 2 + bytes };
}
