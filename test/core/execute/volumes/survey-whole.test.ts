import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { VolumeItem } from '../../../../core/base/run/envelope.ts';
import { cutSegments, planSegments } from '../../../../core/execute/blocks/plan-segments.ts';
import type { Survey } from '../../../../core/execute/blocks/survey.ts';
import { RESERVE_MS, surveyWhole } from '../../../../core/execute/volumes/survey-whole.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const volume = { claim: 'shop/data', origin: { snapshotId: 'snap-1' } } as VolumeItem;
const PAGE = 100;

/** A snapshot with these blocks, which counts its pages and may break off before one. */
function snapshotOf(indexes: readonly number[]) {
  const seen = { pages: 0, breakAt: Number.POSITIVE_INFINITY };
  const source: BlockSource = {
    async *list({ startIndex = 0 } = {}) {
      const wanted = indexes.filter((index) => index >= startIndex);
      for (let at = 0; at < wanted.length; at += PAGE) {
        if (seen.pages === seen.breakAt) throw new Error('killed');
        seen.pages += 1;
        yield wanted.slice(at, at + PAGE).map((index) => ({ index, token: '' }));
      }
    },
    get: () => Promise.reject(new Error('nothing is read while blocks are listed')),
  };
  return { source, seen };
}

const inOneGo = (indexes: readonly number[]) => planSegments(snapshotOf(indexes).source.list());

it('lists over as many invocations as it takes, a part in each, and says how far it is', async () => {
  const indexes = Array.from({ length: 10_000 }, (_, at) => at * 3);
  const { source, seen } = snapshotOf(indexes);
  const store = memoryObjectStore();
  /** Each page takes a third of what the invocation has beside its reserve. */
  const invoke = () => {
    const before = seen.pages;
    return surveyWhole(source, store, 'r1', volume, () => RESERVE_MS + 1 - Math.ceil((seen.pages - before) / 3));
  };
  await expect(invoke()).rejects.toMatchObject({
    name: 'NotYet',
    message: 'The written blocks of shop/data are being listed: those of 0 GiB so far.',
  });
  expect(seen.pages).toBe(4);
  let survey: Survey | undefined;
  let invocations = 1;
  for (; !survey; invocations++) survey = await invoke().catch(() => undefined);
  expect(invocations).toBeGreaterThan(20);
  expect(cutSegments(survey)).toEqual(await inOneGo(indexes));
});

it('lists no page twice when nothing is killed, and the last part alone once all before it is kept', async () => {
  const indexes = Array.from({ length: 1_000 }, (_, at) => at);
  const { source, seen } = snapshotOf(indexes);
  const store = memoryObjectStore();
  while ((await surveyWhole(source, store, 'r1', volume, () => 0).catch(() => undefined)) === undefined);
  expect(seen.pages).toBe(10);
  await surveyWhole(source, store, 'r1', volume, () => 0);
  expect(seen.pages).toBe(10);
});

it('starts again for another snapshot than the one whose blocks are kept', async () => {
  const store = memoryObjectStore();
  const first = snapshotOf([0, 1, 2]);
  await expect(surveyWhole(first.source, store, 'r1', volume, () => 0)).rejects.toMatchObject({ name: 'NotYet' });
  const { source } = snapshotOf([1, 5]);
  const other = { ...volume, origin: { ...volume.origin, snapshotId: 'snap-2' } };
  const survey = await surveyWhole(source, store, 'r1', other, () => 900_000);
  expect(survey).toEqual({ starts: [1], last: 5, total: 2, added: 0, removed: 0 });
});

// Promise: killed-anywhere
it('ends with the same segments wherever an invocation runs out of time or is killed', async () => {
  const written = fc.uniqueArray(fc.nat(1_000_000), { maxLength: 3_000 }).map((them) => them.sort((a, b) => a - b));
  const invocation = fc.record({ pages: fc.integer({ min: 1, max: 6 }), killedAfter: fc.integer({ min: 0, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(written, fc.array(invocation, { maxLength: 12 }), async (indexes, invocations) => {
      const { source, seen } = snapshotOf(indexes);
      const store = memoryObjectStore();
      for (const { pages, killedAfter } of invocations) {
        const before = seen.pages;
        seen.breakAt = before + killedAfter;
        const remaining = () => (seen.pages - before >= pages ? 0 : 900_000);
        await surveyWhole(source, store, 'r1', volume, remaining).catch(() => {});
      }
      seen.breakAt = Number.POSITIVE_INFINITY;
      const survey = await surveyWhole(source, store, 'r1', volume, () => 900_000);
      expect(cutSegments(survey)).toEqual(await inOneGo(indexes));
    }),
    { numRuns: 40 },
  );
});
