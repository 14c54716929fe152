import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BlockRef } from '../../../../core/base/ports/block-store.ts';
import { blocksPerSegment } from '../../../../core/base/run/segment-size.ts';
import { planSegments } from '../../../../core/execute/blocks/plan-segments.ts';

async function* pagesOf(indexes: number[], page = 1_000): AsyncGenerator<BlockRef[]> {
  for (let at = 0; at < indexes.length; at += page) {
    yield indexes.slice(at, at + page).map((index) => ({ index, token: '' }));
  }
}

const range = (count: number, step = 1) => Array.from({ length: count }, (_, at) => at * step);

it('plans nothing for an empty volume', async () => {
  expect(await planSegments(pagesOf([]))).toEqual([]);
});

it('copies a small volume by one function', async () => {
  expect(await planSegments(pagesOf([0, 7, 200]))).toEqual([
    { number: 0, startIndex: 0, endIndex: 201, blocks: 3, of: 1 },
  ]);
});

it('goes by written blocks, not by their place in the volume', async () => {
  const segments = await planSegments(pagesOf(range(1_024, 1_000)));
  expect(segments).toEqual([
    { number: 0, startIndex: 0, endIndex: 512_000, blocks: 512, of: 2 },
    { number: 1, startIndex: 512_000, endIndex: 1_023_001, blocks: 512, of: 2 },
  ]);
});

// 150 blocks/s a function, half of it when reading and writing share the network: see the table of planSegments.
it.each([
  { written: '4 GiB', blocks: 8_192, segments: 16, secondsAtWorst: 7 },
  { written: '32 GiB', blocks: 65_536, segments: 16, secondsAtWorst: 55 },
  { written: '128 GiB', blocks: 262_144, segments: 16, secondsAtWorst: 219 },
  { written: '200 GiB', blocks: 409_600, segments: 32, secondsAtWorst: 172 },
  { written: '16 TiB', blocks: 33_554_432, segments: 2_048, secondsAtWorst: 219 },
])(
  'keeps eight functions busy to the end with $written, each far below 15 minutes',
  ({ blocks, segments, secondsAtWorst }) => {
    expect(Math.ceil(blocks / blocksPerSegment(blocks))).toBe(segments);
    expect(blocksPerSegment(blocks) / 75).toBeLessThanOrEqual(secondsAtWorst);
  },
);

it('puts every written block into exactly one segment', async () => {
  const written = fc.uniqueArray(fc.nat(1_000_000), { maxLength: 3_000 }).map((them) => them.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(written, fc.integer({ min: 1, max: 700 }), async (indexes, page) => {
      const segments = await planSegments(pagesOf(indexes, page));
      const inside = segments.map(({ startIndex, endIndex }) =>
        indexes.filter((it) => it >= startIndex && it < endIndex),
      );
      expect(inside.flat()).toEqual(indexes);
      expect(segments.map(({ blocks }) => blocks)).toEqual(inside.map((them) => them.length));
      expect(segments.map(({ number }) => number)).toEqual(range(segments.length));
      expect(segments.every(({ of }) => of === segments.length)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
