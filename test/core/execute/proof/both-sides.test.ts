import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { Clone, Segment, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { decodeLines } from '../../../../core/base/shards.ts';
import type { Compared } from '../../../../core/base/strategy.ts';
import { planProof } from '../../../../core/execute/proof/plan-proof.ts';
import { comparedVolume } from '../../../../core/execute/proof/proof-of.ts';
import { proveSegment } from '../../../../core/execute/proof/prove-segment.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { CONTENTS, sourceOf, type Volume } from '../blocks/fakes.ts';

const clone = { cloneId: 'run-1' } as Clone;
const volume = {
  claim: 'shop/data',
  origin: { kind: 'volume', volumeId: 'vol-1', snapshotId: 'snap-1' },
} as VolumeItem;
const soon = () => 900_000;

/** The machine's own way: plan, each segment, and what the report says then. */
async function prove(here: Volume, there: Volume, compared: Compared, count: string[] = []) {
  const store = memoryObjectStore();
  const counted = (name: string, source: BlockSource): BlockSource => ({
    list: (range) => source.list(range),
    get: (block, into) => {
      count.push(`${name} ${block.index}`);
      return source.get(block, into);
    },
  });
  const sides = { source: counted('source', sourceOf(here, 3)), target: counted('target', sourceOf(there, 2)) };
  const { key, segments } = await planProof(sides, store, clone, volume, compared, soon);
  const lines = segments === 0 ? [] : decodeLines<Segment>((await store.get(key))!);
  for (const segment of lines) await proveSegment(sides, store, clone, volume, segment, { compared, workers: 3 });
  return comparedVolume(store, 'run-1', 'shop/data');
}

const ZERO = CONTENTS[0]!;
const volumes = fc
  .uniqueArray(fc.tuple(fc.nat(63), fc.nat(3)), { maxLength: 12, selector: ([index]) => index })
  .map((them): Volume => new Map(them.map(([index, content]) => [index, CONTENTS[content]!])));
const read = (of: Volume, index: number) => of.get(index) ?? ZERO;
const isEqual = (one: Volume, other: Volume) =>
  Array.from({ length: 64 }, (_, index) => index).every((index) => read(one, index).equals(read(other, index)));

describe('the full proof of a copy', () => {
  // Promise: full-proof-reads-back
  it('finds a copy equal exactly when every byte of it is, whichever blocks of zeros are written where', async () => {
    await fc.assert(
      fc.asyncProperty(volumes, volumes, async (here, there) => {
        const equal = isEqual(here, there);
        const outcome = await prove(here, there, 'blocks').catch((error: Error) => error);
        if (equal)
          expect(outcome).toMatchObject({ complete: true, equal: new Set([...here.keys(), ...there.keys()]).size });
        else
          expect(outcome).toMatchObject({
            name: 'DataCorrupt',
            message: expect.stringMatching(/^Block \d+ of the target/),
          });
      }),
      { numRuns: 150 },
    );
  });

  it('reads each block once on each side', async () => {
    const here: Volume = new Map([1, 2, 60].map((index) => [index, CONTENTS[1]!]));
    const reads: string[] = [];
    expect(await prove(here, new Map(here), 'blocks', reads)).toEqual({
      compared: 'blocks',
      blocks: 3,
      segments: 1,
      equal: 3,
      complete: true,
    });
    expect(reads.toSorted()).toEqual(['source 1', 'source 2', 'source 60', 'target 1', 'target 2', 'target 60']);
  });

  it('names the block, its bytes, and the way out', async () => {
    const one: Volume = new Map([[2, CONTENTS[1]!]]);
    const other: Volume = new Map([[2, CONTENTS[2]!]]);
    await expect(prove(one, other, 'blocks')).rejects.toThrow(
      "Block 2 of the target's snapshot (bytes 1048576 to 1572863) is not that of the source's. No volume was made of it. Way out: start the clone again",
    );
  });
});

describe('the proof by lists', () => {
  // Promise: listing-proof-compares-lists
  it('finds a block that is missing or too many, and reads no block that both have', async () => {
    const here: Volume = new Map([1, 2, 3].map((index) => [index, CONTENTS[1]!]));
    const reads: string[] = [];
    expect(await prove(here, new Map(here), 'lists', reads)).toMatchObject({ blocks: 0, segments: 0, complete: true });
    expect(reads).toEqual([]);
    await expect(prove(here, new Map([...here].slice(1)), 'lists')).rejects.toThrow('Block 1 of the target');
    await expect(prove(here, new Map([...here, [9, CONTENTS[2]!]]), 'lists')).rejects.toThrow('Block 9 of the target');
  });

  it('lets blocks of zeros be written on one side alone, which a copy leaves out, and one with a parent puts', async () => {
    const here: Volume = new Map([
      [1, CONTENTS[1]!],
      [2, ZERO],
    ]);
    const there: Volume = new Map([
      [1, CONTENTS[1]!],
      [7, ZERO],
    ]);
    const reads: string[] = [];
    expect(await prove(here, there, 'lists', reads)).toMatchObject({ blocks: 2, equal: 2, complete: true });
    expect(reads.toSorted()).toEqual(['source 2', 'target 7']);
  });
});

it('is not complete where a segment was never compared', async () => {
  const store = memoryObjectStore();
  const here: Volume = new Map([[1, CONTENTS[1]!]]);
  await planProof({ source: sourceOf(here), target: sourceOf(here) }, store, clone, volume, 'blocks', soon);
  expect(await comparedVolume(store, 'run-1', 'shop/data')).toMatchObject({ complete: false, equal: 0 });
  expect(await comparedVolume(store, 'run-1', 'shop/other')).toBeUndefined();
});
