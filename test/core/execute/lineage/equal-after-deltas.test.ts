import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { retryingSink, retryingSource } from '../../../../core/execute/blocks/with-retry.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { type Faults, faultySink, faultySource } from '../blocks/fakes.ts';
import { digestOf, RouteInMemory, type Unkindness } from './route-in-memory.ts';
import type { RunInMemory } from './run-in-memory.ts';

/** In the name of the test, so that what failed can be played again: KUBEFERRY_SEED=… */
const SEED = Number(process.env.KUBEFERRY_SEED ?? Date.now() % 2 ** 31);

/** One night of a route: what was written, how the clone is asked for, what it meets, and how it ends. */
interface Night {
  writes: { index: number; content: number | 'gone' }[];
  /** GiB by which the volume has grown. */
  grows: boolean;
  lineage: 'auto' | 'keep' | 'none';
  refreshes: boolean;
  sourceFaults: Faults;
  sinkFaults: Faults;
  /** What is denied for good. */
  denied: 'nothing' | 'changes' | 'start';
  /** Functions die after these steps, counted over the run; it is redriven each time. */
  deaths: number[];
  ending: 'verified' | 'roll-back' | 'roll-back later';
  /** A snapshot that is kept is deleted by somebody, before the plan or while the run reads it. */
  deleted: 'none' | 'source' | 'target';
  when: 'before' | 'meanwhile';
}

const faults: fc.Arbitrary<Faults> = fc.array(fc.constantFrom('none', 'before', 'after'), { maxLength: 12 });
const night: fc.Arbitrary<Night> = fc.record({
  writes: fc.array(
    fc.record({
      index: fc.integer({ min: 0, max: 40 }),
      content: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('gone' as const)),
    }),
    { maxLength: 8 },
  ),
  grows: fc.constantFrom(false, false, false, false, true),
  lineage: fc.constantFrom('auto', 'auto', 'auto', 'keep', 'none'),
  refreshes: fc.constantFrom(true, true, true, false),
  sourceFaults: faults,
  sinkFaults: faults,
  denied: fc.constantFrom('nothing', 'nothing', 'nothing', 'changes', 'start'),
  deaths: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
  ending: fc.constantFrom('verified', 'verified', 'verified', 'roll-back', 'roll-back later'),
  deleted: fc.constantFrom('none', 'none', 'none', 'source', 'target'),
  when: fc.constantFrom('before', 'meanwhile'),
});

// Promise: delta-equals-whole
it(`makes each clone equal to its source, whatever was written, killed or denied (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(night, { minLength: 2, maxLength: 5 }), async (nights) => {
      const route = new RouteInMemory();
      const standing: RunInMemory[] = [];
      for (const each of nights) await live(route, each, standing);
      for (const clone of standing) await clone.end('roll-back');
      const told = (await route.lineage())?.untilTold;
      expect(route.snapshotIds().length).toBeLessThanOrEqual(told ? 2 : 0);
    }),
    { numRuns: 25, seed: SEED },
  );
});

async function live(route: RouteInMemory, night: Night, standing: RunInMemory[]): Promise<void> {
  for (const { index, content } of night.writes) {
    if (content === 'gone') route.volume.blocks.delete(index);
    else route.write(index, content);
  }
  if (night.grows) route.volume.volume.sizeGiB += 1;
  if (night.when === 'before') await deleteKept(route, night.deleted);
  const input = { ...(night.refreshes ? { onConflict: 'refresh' as const } : {}), volumes: { lineage: night.lineage } };
  const replaces = night.refreshes ? standing.map(({ clone }) => clone.cloneId) : [];
  const run = await route.plan(input, replaces);
  await survive(run, meetings(route, night));
  if (night.ending === 'roll-back') {
    await run.end('roll-back');
  } else {
    expect(await run.content()).toBe(digestOf(route.volume.blocks));
    await run.end('verified');
    if (night.refreshes) for (const former of standing.splice(0)) await former.removeVolume();
    standing.push(run);
    await expectTwins(route);
    if (night.ending === 'roll-back later') await standing.pop()!.end('roll-back');
  }
  // One pair at most, and nothing of a run that has ended.
  const pairs = (await route.lineage())?.pairs ?? [];
  expect(pairs.length).toBeLessThanOrEqual(1);
  expect(route.snapshotIds().length).toBeLessThanOrEqual(2 * pairs.length);
}

/** Read whole, the twin is what its source is. */
async function expectTwins(route: RouteInMemory): Promise<void> {
  for (const { source, target } of (await route.lineage())?.pairs ?? []) {
    const [one, other] = [source, target].map(({ snapshotId }) => route.world.snapshots.get(snapshotId));
    if (one && other) expect(digestOf(other.blocks)).toBe(digestOf(one.blocks));
  }
}

async function deleteKept(route: RouteInMemory, side: Night['deleted']): Promise<void> {
  const pair = (await route.lineage())?.pairs.at(-1);
  if (side !== 'none' && pair) route.world.snapshots.delete(pair[side].snapshotId);
}

function meetings(route: RouteInMemory, night: Night): Unkindness {
  const policy = { clock: leapingClock(), random: () => 0.5, attempts: 15 };
  const deaths = [...night.deaths];
  let steps = 0;
  return {
    source: (blocks, since) => {
      const denied = since !== undefined && night.denied === 'changes';
      const list = () => {
        throw new KubeferryError('AccessDenied', 'no list of changes');
      };
      const given = denied ? { ...blocks, list } : blocks;
      return retryingSource(faultySource(given, night.sourceFaults), policy);
    },
    sink: (blocks) => retryingSink(faultySink(blocks, night.sinkFaults), policy),
    start: ({ parentSnapshotId }) => {
      if (parentSnapshotId && night.denied === 'start') throw new KubeferryError('AccessDenied', 'no parent');
    },
    after: async (step) => {
      steps += 1;
      if (step === 'await-snapshot' && night.when === 'meanwhile') await deleteKept(route, night.deleted);
      if (deaths[0] !== undefined && steps >= deaths[0]) {
        deaths.shift();
        steps = 0;
        throw new Error('killed');
      }
    },
  };
}

/** It is redriven as often as it dies. */
async function survive(run: RunInMemory, unkindness: Unkindness): Promise<void> {
  for (;;) {
    try {
      return await run.copy(unkindness);
    } catch (error) {
      if ((error as Error).message !== 'killed') throw error;
    }
  }
}
