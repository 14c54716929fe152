import { expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { closeRun } from '../../../../core/execute/undo/close-run.ts';
import { supersededOf } from '../../../../core/plan/refresh/superseded.ts';
import { afterMonday, type RefreshWorld } from './world.ts';

const NOW = '2026-11-22T02:00:00Z';

/** Does something else right before the n-th call of a store. */
function before(calls: number, store: ObjectStore, then: () => Promise<void>): ObjectStore {
  let left = calls;
  return new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (name !== 'get' && name !== 'put') return typeof method === 'function' ? method.bind(target) : method;
      return async (...given: unknown[]) => {
        if (--left === 0) await then();
        return (method as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

interface Both {
  began: boolean;
  rollBackGoesOn: boolean;
  refreshGoesOn: boolean;
  mark: unknown;
}

/** Plans Tuesday's refresh, and begins the roll-back of Monday's clone at its n-th look into the records. */
async function both(calls: number): Promise<Both> {
  const world = await afterMonday();
  const clone = await world.prepare('tuesday');
  const seen = { began: false, rollBackGoesOn: false };
  const store = before(calls, world.records, async () => {
    await closeRun(world.records, 'monday', NOW);
    seen.began = true;
    seen.rollBackGoesOn = (await supersededOf(world.records, 'monday')) === undefined;
  });
  const watched = Object.assign(Object.create(world) as RefreshWorld, { store });
  const refreshGoesOn = await watched.plan(clone).then(
    ({ refresh }) => refresh.replaces.includes('monday'),
    () => false,
  );
  return { ...seen, refreshGoesOn, mark: await supersededOf(world.records, 'monday') };
}

// Promise: refresh-keeps-former
it('is refreshed or rolled back, and never both, whenever its roll-back begins while a refresh is planned', async () => {
  const ends = new Set<string>();
  for (let calls = 1; ; calls++) {
    const { began, rollBackGoesOn, refreshGoesOn, mark } = await both(calls);
    if (!began) break;
    ends.add(`roll-back ${rollBackGoesOn}, refresh ${refreshGoesOn}`);
    expect(rollBackGoesOn && refreshGoesOn, `both, at look ${calls}`).toBe(false);
    if (!refreshGoesOn) expect(mark, `the way out of the roll-back is open, at look ${calls}`).toBeUndefined();
  }
  expect([...ends].toSorted()).toContain('roll-back true, refresh false');
});

it('can be rolled back though an attempt of the refresh died when it had marked it', async () => {
  const world = await afterMonday();
  const clone = await world.prepare('tuesday');
  await world.plan(clone);
  expect(await supersededOf(world.records, 'monday')).toEqual({ by: 'tuesday' });
  await closeRun(world.records, 'monday', NOW);
  expect((await world.plan(clone)).refresh.replaces).toEqual([]);
  expect(await supersededOf(world.records, 'monday')).toBeUndefined();
});
