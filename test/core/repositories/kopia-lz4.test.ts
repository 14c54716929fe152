import { describe, expect, it } from 'vitest';
import { unpackLz4 } from '../../../core/repositories/kopia/lz4.ts';

/** Literals and a copy of so many bytes from `offset` before (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md). */
function sequence(text: string, copy?: { length: number; offset: number }): Buffer {
  const more = (length: number) =>
    length < 15 ? [] : [...Array(Math.floor((length - 15) / 255)).fill(255), (length - 15) % 255];
  const copied = copy ? copy.length - 4 : 0;
  const token = (Math.min(text.length, 15) << 4) | Math.min(copied, 15);
  const behind = copy ? [copy.offset & 255, copy.offset >> 8, ...more(copied)] : [];
  return Buffer.from([token, ...more(text.length), ...Buffer.from(text), ...behind]);
}

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const block = (body: Buffer) => Buffer.concat([word(body.length), body]);
const plainBlock = (text: string) => Buffer.concat([word(0x8000_0000 + text.length), Buffer.from(text)]);
const INDEPENDENT = 0x60;
const LINKED = 0x40;
/** Magic number, flags, the largest block, and a byte of checksum (…/lz4_Frame_format.md). */
const frame = (flags: number, ...blocks: Buffer[]) =>
  Buffer.concat([Buffer.from([0x04, 0x22, 0x4d, 0x18, flags, 0x40, 0]), ...blocks, word(0)]);
const unpacked = (bytes: number, ...frames: Buffer[]) =>
  Buffer.from(unpackLz4(Buffer.concat(frames), bytes)).toString();

const LONG = 'abcdefghij'.repeat(60);

describe('a frame of LZ4', () => {
  it.each([
    ['literals', 'hello', sequence('hello')],
    ['literals with bytes of length', LONG, sequence(LONG)],
    ['a copy', 'abcdabcdabc', Buffer.concat([sequence('abcd', { length: 4, offset: 4 }), sequence('abc')])],
    [
      'a copy of what it has just copied',
      `${'ab'.repeat(8)}!`,
      Buffer.concat([sequence('ab', { length: 14, offset: 2 }), sequence('!')]),
    ],
    ['a long copy', `${LONG}${LONG}.`, Buffer.concat([sequence(LONG, { length: 600, offset: 600 }), sequence('.')])],
  ])('has %s', (_, plain, body) => expect(unpacked(plain.length, frame(INDEPENDENT, block(body)))).toBe(plain));

  it('has blocks that are not compressed, and checksums', () => {
    const checksum = word(7);
    const blocks = [plainBlock('one '), checksum, block(sequence('two')), checksum];
    const sized = Buffer.concat([frame(INDEPENDENT | 0x1c, Buffer.alloc(8), ...blocks), checksum]);
    // The eight bytes of the size stand before the byte of checksum: all of them are passed over.
    expect(unpacked(7, sized)).toBe('one two');
  });

  it('copies out of the block before where its blocks are linked', () => {
    const blocks = [
      block(sequence('abcdefgh')),
      block(Buffer.concat([sequence('', { length: 8, offset: 8 }), sequence('.')])),
    ];
    expect(unpacked(17, frame(LINKED, ...blocks))).toBe('abcdefghabcdefgh.');
    expect(() => unpacked(17, frame(INDEPENDENT, ...blocks))).toThrow(RangeError);
  });

  it('is followed by others', () => {
    expect(unpacked(6, frame(INDEPENDENT, plainBlock('one')), frame(LINKED, plainBlock('two')))).toBe('onetwo');
  });

  it.each([
    ['longer than it says', 3, frame(INDEPENDENT, block(sequence('hello')))],
    [
      'longer by a copy',
      9,
      frame(INDEPENDENT, block(Buffer.concat([sequence('abcd', { length: 9, offset: 4 }), sequence('')]))),
    ],
    ['cut off', 5, frame(INDEPENDENT, block(sequence('hello'))).subarray(0, -6)],
    ['without an end', 5, frame(INDEPENDENT, plainBlock('hello')).subarray(0, -4)],
    ['no frame', 5, Buffer.from('hello, this is no frame')],
    ['of another version', 5, frame(0x20, plainBlock('hello'))],
    ['made with a dictionary', 5, frame(INDEPENDENT | 1, plainBlock('hello'))],
    ['ended by a copy', 8, frame(INDEPENDENT, block(sequence('abcd', { length: 4, offset: 4 })))],
  ])('is refused when it is %s', (_, bytes, stream) => {
    expect(() => unpacked(bytes, stream)).toThrow(RangeError);
  });
});
