import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sealOf } from '../../../../core/execute/blocks/checksum.ts';
import { decodeDigestRecord, encodeDigestRecord } from '../../../../core/execute/blocks/digest-record.ts';

const digestOf = (seed: number) => new Uint8Array(32).fill(seed);
const record = (segment: number, ...indexes: number[]) =>
  encodeDigestRecord({ segment, digests: indexes.map((index) => ({ index, sha256: digestOf(index) })) });
const seal = (records: Uint8Array[], segments: number) => sealOf(records, segments, createHash('sha256'));

it('reads back every record that it wrote', () => {
  const digests = fc.array(
    fc.record({
      index: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    }),
  );
  fc.assert(
    fc.property(fc.nat(), digests, (segment, them) => {
      expect(decodeDigestRecord(encodeDigestRecord({ segment, digests: them }))).toEqual({ segment, digests: them });
    }),
  );
});

it('refuses a torn record', () => {
  const whole = record(0, 1, 2);
  expect(() => decodeDigestRecord(whole.subarray(0, -1))).toThrow('2 digests take 84');
  expect(() => decodeDigestRecord(new Uint8Array(40))).toThrow('without its mark');
  expect(() => decodeDigestRecord(new Uint8Array(3))).toThrow('without its mark');
});

// Promise: bytes-compared
it('sums up the digests of all segments in order', async () => {
  const checksum = createHash('sha256').update(Buffer.from('01'.repeat(32) + '02'.repeat(32) + '09'.repeat(32), 'hex'));
  const { changedBlocks, checksum: found } = await seal([record(0, 1, 2), record(1), record(2, 9)], 3);
  expect(changedBlocks).toBe(3);
  expect(Buffer.from(found).toString('hex')).toBe(checksum.digest('hex'));
});

it.each([
  ['a missing segment', [record(0, 1), record(2, 9)], 3, 'segment 2 came where 1 was due'],
  ['a missing last segment', [record(0, 1)], 2, '1 segments were copied, but 2 were planned'],
  ['a segment out of order', [record(1, 9), record(0, 1)], 2, 'segment 1 came where 0 was due'],
  ['a block that is in two segments', [record(0, 1, 5), record(1, 5)], 2, 'block 5 came after block 5'],
])('does not seal with %s', async (_, records, segments, why) => {
  await expect(seal(records, segments)).rejects.toMatchObject({
    name: 'DataCorrupt',
    message: expect.stringContaining(why),
  });
});
