import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { BlockSink, BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { Segment } from '../../../../core/base/run/envelope.ts';
import { sealOf } from '../../../../core/execute/blocks/checksum.ts';
import { copySegment } from '../../../../core/execute/blocks/copy-segment.ts';
import { encodeDigestRecord } from '../../../../core/execute/blocks/digest-record.ts';
import { retryingSink, retryingSource } from '../../../../core/execute/blocks/with-retry.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { CONTENTS, type Faults, faultySink, faultySource, sha256, sinkInto, sourceOf, type Volume } from './fakes.ts';

const ZERO = CONTENTS[0]!;

/** Cuts anywhere: segments need not be those of planSegments. */
function cut(volume: Volume, cuts: number[]): Segment[] {
  const bounds = [0, ...new Set(cuts.filter((it) => it > 0 && it < 64).sort((a, b) => a - b)), 64];
  return bounds.slice(0, -1).map((startIndex, number) => {
    const endIndex = bounds[number + 1]!;
    const blocks = [...volume.keys()].filter((it) => it >= startIndex && it < endIndex).length;
    return { number, startIndex, endIndex, blocks, of: bounds.length - 1 };
  });
}

async function copyAll(source: BlockSource, sink: BlockSink, segments: Segment[], workers = 3) {
  const records: Uint8Array[] = [];
  for (const segment of segments) {
    const { digests } = await copySegment({ source, sink, segment, workers, zeroBlocks: 'skip' });
    records.push(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const seal = await sealOf(records, segments.length, createHash('sha256'));
  await sink.seal(seal.changedBlocks, seal.checksum);
}

const volumes = fc
  .uniqueArray(fc.tuple(fc.nat(63), fc.nat(3)), { maxLength: 12, selector: ([index]) => index })
  .map((them): Volume => new Map(them.map(([index, content]) => [index, CONTENTS[content]!])));
const faults: fc.Arbitrary<Faults> = fc.array(fc.constantFrom('none', 'before', 'after'), { maxLength: 30 });

// Promise: bytes-compared
it('makes the target equal to the source, whatever was written, however it is cut, whatever fails for a while', async () => {
  await fc.assert(
    fc.asyncProperty(
      volumes,
      fc.array(fc.nat(64), { maxLength: 5 }),
      faults,
      faults,
      fc.integer({ min: 1, max: 6 }),
      async (volume, cuts, sourceFaults, sinkFaults, workers) => {
        const written: Volume = new Map();
        const { sink, sealed } = sinkInto(written);
        const policy = { clock: leapingClock(), random: () => 0.5, attempts: 31 };
        const source = retryingSource(faultySource(sourceOf(volume), sourceFaults), policy);
        await copyAll(source, retryingSink(faultySink(sink, sinkFaults), policy), cut(volume, cuts), workers);

        const data = [...volume].filter(([, bytes]) => bytes !== ZERO).sort(([a], [b]) => a - b);
        expect([...written.keys()].sort((a, b) => a - b)).toEqual(data.map(([index]) => index));
        for (const [index, bytes] of data) expect(written.get(index)!.equals(bytes), `block ${index}`).toBe(true);
        // The seal as the user guide defines it, made here from the source alone.
        const checksum = sha256(Buffer.concat(data.map(([, bytes]) => sha256(bytes))));
        expect(Buffer.from(sealed[0]!.checksum).equals(checksum)).toBe(true);
        expect(sealed[0]!.changedBlocks).toBe(data.length);
      },
    ),
    { numRuns: 60 },
  );
});

describe('a damaged block', () => {
  const volume: Volume = new Map([1, 2, 3, 4, 5].map((index) => [index, CONTENTS[index % 3]!]));
  const [segment] = cut(volume, []) as [Segment];

  it('is never written, and ends the segment', async () => {
    const written: Volume = new Map();
    const { sink } = sinkInto(written);
    const honest = sourceOf(volume);
    const source: BlockSource = {
      ...honest,
      async get(block, into) {
        const got = await honest.get(block, into);
        if (block.index === 3) got.bytes[17] = got.bytes[17]! ^ 1;
        return got;
      },
    };
    const copy = copySegment({ source, sink, segment, workers: 2, zeroBlocks: 'write' });
    await expect(copy).rejects.toMatchObject({ name: 'DataCorrupt' });
    expect(written.has(3)).toBe(false);
  });

  it('is not read again', async () => {
    let reads = 0;
    const source: BlockSource = {
      ...sourceOf(volume),
      get: async ({ index }) => {
        reads++;
        throw new KubeferryError('DataCorrupt', `block ${index} is damaged`);
      },
    };
    const { sink } = sinkInto(new Map());
    const retried = retryingSource(source, { clock: leapingClock(), random: () => 0 });
    const copy = copySegment({ source: retried, sink, segment, workers: 1, zeroBlocks: 'skip' });
    await expect(copy).rejects.toMatchObject({ name: 'DataCorrupt' });
    expect(reads).toBe(1);
  });
});

it('writes zeros too when the target has a parent', async () => {
  const written: Volume = new Map();
  const volume: Volume = new Map([[4, ZERO]]);
  const [segment] = cut(volume, []) as [Segment];
  const { sink } = sinkInto(written);
  const copied = await copySegment({ source: sourceOf(volume), sink, segment, workers: 1, zeroBlocks: 'write' });
  expect(copied).toMatchObject({ zeroBlocks: 0, digests: [{ index: 4 }] });
  expect(written.get(4)).toEqual(ZERO);
});

it('refuses a source that lists fewer blocks than were planned', async () => {
  const volume: Volume = new Map([[4, CONTENTS[1]!]]);
  const segment: Segment = { number: 2, startIndex: 0, endIndex: 64, blocks: 2, of: 3 };
  const { sink } = sinkInto(new Map());
  const copy = copySegment({ source: sourceOf(volume), sink, segment, workers: 2, zeroBlocks: 'skip' });
  await expect(copy).rejects.toThrow('lists 1 blocks in segment 2, but 2 were planned');
});

it('holds no more blocks in memory than it has workers', async () => {
  const buffers = new Set<Uint8Array>();
  const volume: Volume = new Map(Array.from({ length: 40 }, (_, index) => [index, CONTENTS[1]!]));
  const [segment] = cut(volume, []) as [Segment];
  const honest = sourceOf(volume);
  const source: BlockSource = {
    ...honest,
    get(block, into) {
      if (into) buffers.add(into);
      return honest.get(block, into);
    },
  };
  await copySegment({ source, sink: sinkInto(new Map()).sink, segment, workers: 4, zeroBlocks: 'skip' });
  expect(buffers.size).toBe(4);
});
