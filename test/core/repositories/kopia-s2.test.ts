import { describe, expect, it } from 'vitest';
import { unpackS2 } from '../../../core/repositories/kopia/s2.ts';

/** What a block may say (https://github.com/google/snappy/blob/main/format_description.txt, and S2's "last offset again"). */
const literal = (text: string) => {
  const length = text.length - 1;
  const head = length < 60 ? [length << 2] : length < 256 ? [60 << 2, length] : [61 << 2, length & 255, length >> 8];
  return Buffer.from([...head, ...Buffer.from(text)]);
};
const near = (length: number, offset: number) =>
  Buffer.from([((offset >> 8) << 5) | ((length - 4) << 2) | 1, offset & 255]);
const far = (length: number, offset: number) => Buffer.from([((length - 1) << 2) | 2, offset & 255, offset >> 8]);
const farthest = (length: number, offset: number) =>
  Buffer.from([((length - 1) << 2) | 3, offset & 255, offset >> 8, 0, 0]);
/** `code`: how many bytes of length follow, and which. */
const again = (code: number, ...bytes: number[]) => Buffer.from([(code << 2) | 1, 0, ...bytes]);

const chunk = (type: number, body: Uint8Array) => {
  const head = Buffer.alloc(4);
  head.writeUInt8(type);
  head.writeUIntLE(body.length, 1, 3);
  return Buffer.concat([head, body]);
};
const CHECKSUM = Buffer.alloc(4);
const BEGIN = chunk(0xff, Buffer.from('S2sTwO'));
const block = (plain: string, ...parts: Buffer[]) =>
  chunk(0, Buffer.concat([CHECKSUM, Buffer.from([(plain.length & 127) | 128, plain.length >> 7]), ...parts]));
const unpacked = (bytes: number, ...chunks: Buffer[]) =>
  Buffer.from(unpackS2(Buffer.concat([BEGIN, ...chunks]), bytes)).toString();

const LONG = 'abcdefghij'.repeat(40);

describe('a stream of S2', () => {
  it.each([
    ['a short literal', 'hello', [literal('hello')]],
    ['a literal with one byte of length', LONG.slice(0, 100), [literal(LONG.slice(0, 100))]],
    ['a literal with two', LONG, [literal(LONG)]],
    ['a copy of what is near', 'abcdabcd', [literal('abcd'), near(4, 4)]],
    ['a copy of what it has just copied', 'abababababa', [literal('ab'), near(9, 2)]],
    ['a copy of what is far', `${LONG}${LONG.slice(0, 60)}`, [literal(LONG), far(60, 400)]],
    ['the same with four bytes of offset', `${LONG}${LONG.slice(0, 60)}`, [literal(LONG), farthest(60, 400)]],
    ['the last offset again', 'abcdabcd-bcd-b', [literal('abcd'), near(4, 4), literal('-'), again(1)]],
    [
      'and for long, with one byte',
      `ab${'ab'.repeat(2)}${'ab'.repeat(64)}`,
      [literal('ab'), near(4, 2), again(5, 120)],
    ],
    ['with two', `ab${'ab'.repeat(2)}${'ab'.repeat(150)}`, [literal('ab'), near(4, 2), again(6, 40, 0)]],
  ])('has %s', (_, plain, parts) => {
    expect(unpacked(plain.length, block(plain, ...parts))).toBe(plain);
  });

  it('has chunks that are not compressed, that mean nothing, and several', () => {
    const chunks = [chunk(1, Buffer.concat([CHECKSUM, Buffer.from('one ')])), chunk(0xfe, Buffer.from('padding'))];
    expect(unpacked(7, ...chunks, block('two', literal('two')))).toBe('one two');
  });

  it.each([
    ['longer than it says', 3, [block('hello', literal('hello'))]],
    ['cut off', 5, [block('hello', literal('hello')).subarray(0, -2)]],
    ['shorter than it says', 9, [block('hello you', literal('hello'))]],
    ['a copy from before its block', 9, [block('onetwo123', literal('one'), near(6, 9))]],
    ['of a chunk that is none', 5, [chunk(7, Buffer.from('what is it'))]],
  ])('is refused when it is %s', (_, bytes, chunks) => {
    expect(() => unpacked(bytes, ...chunks)).toThrow(RangeError);
  });
});
