import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockData, digestOf, readAt, writeAt } from '../../../../emulator/aws/ec2/block-data.ts';

const BLOCK = 524_288;
const write = fc.record({
  at: fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: BLOCK - 20, max: BLOCK + 20 }),
    fc.integer({ min: 0, max: 3 * BLOCK - 64 }),
  ),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
});

describe('block data', () => {
  it('reads what was written last, at any offset, and a fork does not see later writes', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 8 }), fc.array(write, { maxLength: 8 }), (before, after) => {
        const plain = Buffer.alloc(3 * BLOCK);
        const data = new BlockData();
        for (const { at, bytes } of before) {
          writeAt(data, at, bytes);
          plain.set(bytes, at);
        }
        const then = Buffer.from(plain);
        const fork = data.fork();
        for (const { at, bytes } of after) {
          writeAt(data, at, bytes);
          plain.set(bytes, at);
        }
        expect(readAt(data, 0, 3 * BLOCK).equals(plain)).toBe(true);
        expect(readAt(fork, 0, 3 * BLOCK).equals(then)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('shares untouched blocks with its forks instead of copying them', () => {
    const data = new BlockData();
    data.set(7, Buffer.alloc(BLOCK, 1));
    data.set(3, Buffer.alloc(BLOCK, 2));
    const fork = data.fork();
    writeAt(data, 3 * BLOCK, Buffer.from('x'));
    expect(fork.get(7)).toBe(data.get(7));
    expect(fork.get(3)).not.toBe(data.get(3));
    expect([fork.indexes(), fork.bytes]).toEqual([[3, 7], 2 * BLOCK]);
  });

  it('knows the digest of an all-zero block', () => {
    expect(digestOf(Buffer.alloc(BLOCK)).toString('base64')).toBe('B4VNL+8pega6gWheZgwzLeNtXRjVRpJ9MNqtbX/aFUE=');
  });
});
