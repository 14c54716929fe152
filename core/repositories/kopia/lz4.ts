import { repeat } from './repeat.ts';

/**
 * Frames of LZ4, as Kopia's "lz4" compressor wrote them (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and
 * …/lz4_Block_format.md). Checksums are passed over: what is unpacked here was proven before. Throws RangeError for what is none, or is longer.
 */
export function unpackLz4(stream: Uint8Array, plainBytes: number): Uint8Array {
  const plain = Buffer.allocUnsafe(plainBytes);
  const from = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  let filled = 0;
  for (let at = 0; at < from.length; ) {
    const frame = frameAt(from, at);
    const begin = filled;
    at += frame.head;
    for (let size = from.readUInt32LE(at); size !== 0; size = from.readUInt32LE(at)) {
      const length = size & 0x7fff_ffff;
      const end = at + WORD + length;
      if (end > from.length) throw new RangeError('the last block is cut off');
      const body = from.subarray(at + WORD, end);
      filled =
        size >>> 31 ? put(body, plain, filled) : unpackBlock(body, plain, filled, frame.isLinked ? begin : filled);
      at = end + frame.blockChecksum;
    }
    at += WORD + frame.checksum;
  }
  return plain.subarray(0, filled);
}

const MAGIC = 0x184d_2204;
const WORD = 4;
/** Bits of the flags of a frame. */
const FLAG = {
  version: 0b1100_0000,
  independent: 0x20,
  blockChecksum: 0x10,
  size: 0x08,
  checksum: 0x04,
  dictionary: 0x01,
};

function frameAt(from: Buffer, at: number) {
  if (from.readUInt32LE(at) !== MAGIC) throw new RangeError('a frame does not begin as one of LZ4');
  const flags = from.readUInt8(at + WORD);
  if ((flags & FLAG.version) !== 0x40 || flags & FLAG.dictionary)
    throw new RangeError('a frame is of no form that is read');
  return {
    // Behind the flags: the largest block, how much it is, and a byte of checksum.
    head: WORD + 3 + (flags & FLAG.size ? 8 : 0),
    isLinked: !(flags & FLAG.independent),
    blockChecksum: flags & FLAG.blockChecksum ? WORD : 0,
    checksum: flags & FLAG.checksum ? WORD : 0,
  };
}

function put(bytes: Uint8Array, plain: Buffer, at: number): number {
  if (at + bytes.length > plain.length) throw new RangeError('it is longer than it says');
  plain.set(bytes, at);
  return at + bytes.length;
}

/** One block into `plain` from `start` on, of which copies reach back to `earliest`; answers where it ends. */
function unpackBlock(block: Buffer, plain: Buffer, start: number, earliest: number): number {
  let [at, to] = [0, start];
  while (at < block.length) {
    const token = block.readUInt8(at);
    const literal = lengthAt(block, at + 1, token >> 4);
    at = literal.end + literal.length;
    if (at > block.length) throw new RangeError('a literal is cut off');
    to = put(block.subarray(literal.end, at), plain, to);
    // The last sequence has no copy.
    if (at === block.length) return to;
    const offset = block.readUInt16LE(at);
    const copy = lengthAt(block, at + 2, token & 15);
    const length = copy.length + SHORTEST_COPY;
    if (offset === 0 || offset > to - earliest || to + length > plain.length)
      throw new RangeError('a copy is out of its block');
    repeat(plain, to, offset, length);
    to += length;
    at = copy.end;
  }
  throw new RangeError('a block ends within a sequence');
}

const SHORTEST_COPY = 4;

/** Fifteen says that bytes follow which are added, up to one that is not 255. */
function lengthAt(block: Buffer, at: number, first: number): { length: number; end: number } {
  if (first < 15) return { length: first, end: at };
  let [length, end] = [first, at];
  for (let byte = 255; byte === 255; end++) {
    byte = block.readUInt8(end);
    length += byte;
  }
  return { length, end };
}
