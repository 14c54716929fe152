import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { roundsOf } from '../../../../core/base/run/rounds.ts';
import { digestOf, RouteInMemory, type Unkindness } from '../lineage/route-in-memory.ts';

/** In the name of the test, so that what failed can be played again: KUBEFERRY_SEED=… */
const SEED = Number(process.env.KUBEFERRY_SEED ?? Date.now() % 2 ** 31);

interface Migration {
  /** What the source writes before each round, and before the quiesce. */
  writes: { index: number; content: number }[][];
  /** After how many steps a function dies, over and over. */
  deaths: number[];
  /** EBS lets no snapshot go on from another. */
  isDenied: boolean;
  ending: 'verified' | 'roll-back';
}

const migrations: fc.Arbitrary<Migration> = fc.record({
  writes: fc.array(
    fc.array(fc.record({ index: fc.integer({ min: 0, max: 40 }), content: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 6,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  deaths: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
  isDenied: fc.constantFrom(false, false, false, true),
  ending: fc.constantFrom('verified', 'verified', 'roll-back'),
});

// Promise: no-acknowledged-row-lost
it(`leaves the target equal to the source at its quiesce, whatever was written and killed (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(migrations, async ({ writes, deaths, isDenied, ending }) => {
      const route = new RouteInMemory();
      for (let index = 0; index < 20; index++) route.write(index * 2, index + 1);
      const run = await route.plan({ migrate: {}, profile: 'migrate', cutOver: true });
      Object.assign(run.clone, { migrate: { cutOver: 'now', maxDowntimeMinutes: 15 } });
      const unkindness = dying(deaths, isDenied);
      for (const some of writes.slice(0, -1)) {
        for (const { index, content } of some) route.write(index, content);
        await survive(() => run.round(unkindness));
      }
      for (const { index, content } of writes.at(-1)!) route.write(index, content);
      await survive(() => run.copy(unkindness));
      expect(await run.content()).toBe(digestOf(route.volume.blocks));
      const { rounds } = await roundsOf(route.store, run.clone.cloneId);
      // One twin of the round before at most is there while a round is under way.
      expect(rounds.filter(({ removed }) => !removed).length).toBeLessThanOrEqual(1);
      await run.end(ending);
      expect(route.snapshotIds()).toEqual([]);
    }),
    { numRuns: 25, seed: SEED },
  );
}, 120_000);

it('moves in each round only what has changed since the one before', async () => {
  const route = new RouteInMemory();
  for (let index = 0; index < 100; index++) route.write(index, index + 1);
  const run = await route.plan({ migrate: {}, profile: 'migrate', cutOver: true });
  Object.assign(run.clone, { migrate: { cutOver: 'now', maxDowntimeMinutes: 15 } });
  expect(await run.round()).toBe('round');
  expect(run.moved).toEqual({ read: 100, written: 100 });
  route.write(3, 7);
  expect(await run.round()).toBe('cut-over');
  expect(run.moved).toEqual({ read: 101, written: 101 });
  route.write(4, 7);
  await run.copy();
  expect(run.moved).toEqual({ read: 102, written: 102 });
  expect(await run.content()).toBe(digestOf(route.volume.blocks));
});

function dying(deaths: number[], isDenied: boolean): Unkindness {
  const left = [...deaths];
  let steps = 0;
  return {
    start: ({ parentSnapshotId }) => {
      if (isDenied && parentSnapshotId) throw new KubeferryError('AccessDenied', 'no parent');
    },
    after: async () => {
      steps += 1;
      if (left[0] === undefined || steps < left[0]) return;
      left.shift();
      steps = 0;
      throw new Error('killed');
    },
  };
}

/** It is run again as often as it dies. */
async function survive(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as Error).message !== 'killed') throw error;
    }
  }
}
