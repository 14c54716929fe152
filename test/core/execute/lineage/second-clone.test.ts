import { describe, expect, it } from 'vitest';
import { TAG } from '../../../../core/base/run/names.ts';
import { cloned, digestOf, RouteInMemory } from './route-in-memory.ts';

describe('the second clone of a volume', () => {
  it('moves only what was written since the first, and is the same as the source', async () => {
    const { route, first } = await cloned();
    expect(first.moved).toEqual({ read: 100, written: 100 });
    route.write(3, 1_000);
    route.write(1_500, 1_001);
    route.write(6, 0);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.planned.since).toMatchObject({ cloneId: 'run-1' });
    expect(second.moved).toEqual({ read: 3, written: 3 });
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
    expect(await second.way()).toMatchObject({ blocks: 3, emptied: 0 });
  });

  it('moves nothing where nothing was written', async () => {
    const { route } = await cloned();
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.moved).toEqual({ read: 0, written: 0 });
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it('empties what the source does not have any more, without reading it', async () => {
    const { route } = await cloned();
    route.volume.blocks.delete(9);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.moved).toEqual({ read: 0, written: 1 });
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it('puts no zeros where the first had nothing', async () => {
    const { route } = await cloned();
    route.write(1_501, 0);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.moved).toEqual({ read: 1, written: 0 });
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it('goes on where the volume of the target is larger than that of the source', async () => {
    const route = new RouteInMemory();
    route.growsTo = 3;
    route.write(1, 1);
    await route.clone();
    route.write(2, 2);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.broken).toBeUndefined();
    expect(second.moved).toEqual({ read: 1, written: 1 });
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it('leaves one snapshot on each side, with the route that it is kept for', async () => {
    const { route } = await cloned();
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    const snapshots = [...route.world.snapshots.values()].map(({ account, snapshot: { tags } }) => ({ account, tags }));
    expect(snapshots).toHaveLength(2);
    expect(new Set(snapshots.map(({ account }) => account)).size).toBe(2);
    for (const { tags } of snapshots)
      expect(tags).toMatchObject({ [TAG.cloneId]: second.clone.cloneId, [TAG.lineage]: 'prod-to-dev' });
    expect(await route.lineage()).toMatchObject({ clones: ['run-2'], pairs: [{ madeBy: 'run-2' }] });
  });

  // Promise: kept-is-priced
  it('has its price in the plan: both snapshots, for a month', async () => {
    const { route } = await cloned();
    const { planned } = await route.plan({ onConflict: 'refresh' });
    // 100 blocks of 512 KiB on each side, at $0.05 a GiB-month.
    expect(planned.lineage).toEqual({ route: 'prod-to-dev', until: 'no-clone', dollarsAMonth: 0.0049 });
    const once = await route.plan({});
    expect(once.planned.lineage).toBeUndefined();
  });

  it('is expected to move as much as the last one had to', async () => {
    const { route } = await cloned();
    for (let index = 0; index < 20; index++) route.write(index * 6, 5_000 + index);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.planned).toMatchObject({ basis: 'snapshot', gibibytes: 100 / 2_048 });
    const third = await route.plan({ onConflict: 'refresh' }, ['run-2']);
    expect(third.planned).toMatchObject({ basis: 'changes', gibibytes: 20 / 2_048 });
  });
});

// Promise: lineage-outlives-roll-backs
describe('what is kept', () => {
  it('is nothing of a clone that is made once', async () => {
    const route = new RouteInMemory();
    route.write(1, 1);
    await route.clone({});
    expect(route.snapshotIds()).toEqual([]);
    expect(await route.lineage()).toBeUndefined();
  });

  it('goes with the last clone that needs it, and not before', async () => {
    const { route, first } = await cloned();
    const second = await route.clone();
    expect((await route.lineage())?.clones).toEqual(['run-1', 'run-2']);
    await second.end('roll-back');
    expect((await route.lineage())?.clones).toEqual(['run-1']);
    expect(route.snapshotIds()).toHaveLength(2);
    const third = await route.clone({});
    expect(third.moved.read).toBe(0);
    await first.end('roll-back');
    expect(route.snapshotIds()).toEqual([]);
    expect(await route.lineage()).toBeUndefined();
  });

  it('stays without a clone where the request says so, until another one says otherwise', async () => {
    const route = new RouteInMemory();
    route.write(1, 1);
    const first = await route.clone({ volumes: { lineage: 'keep' } });
    await first.end('roll-back');
    expect(route.snapshotIds()).toHaveLength(2);
    const second = await route.clone({ volumes: { lineage: 'none' } });
    expect(second.moved.read).toBe(1);
    expect(route.snapshotIds()).toEqual([]);
    expect(await route.lineage()).toBeUndefined();
  });

  it('outlives a run that is rolled back after it has gone on from it', async () => {
    const { route } = await cloned();
    const before = route.snapshotIds();
    const second = await route.plan({ onConflict: 'refresh' }, ['run-1']);
    await second.copy();
    await second.end('roll-back');
    expect(route.snapshotIds()).toEqual(before);
    expect(await route.lineage()).toMatchObject({ clones: ['run-1'], pairs: [{ madeBy: 'run-1', heldBy: [] }] });
  });

  it('is not taken from under a run that reads it by one that ends before it', async () => {
    const { route } = await cloned();
    route.write(3, 1_000);
    const slow = await route.plan({ onConflict: 'refresh' }, ['run-1']);
    await slow.copy({
      after: async (step) => {
        if (step !== 'plan-segments') return;
        const fast = await route.clone({ onConflict: 'refresh' });
        expect(fast.moved.read).toBe(1);
        expect((await route.lineage())?.pairs.map(({ madeBy }) => madeBy)).toEqual(['run-1', 'run-3']);
      },
    });
    await slow.end('verified');
    expect(await slow.content()).toBe(digestOf(route.volume.blocks));
    // The one whose snapshot is newer is what the next one goes on from.
    expect((await route.lineage())?.pairs.map(({ madeBy }) => madeBy)).toEqual(['run-3']);
    expect(route.snapshotIds()).toHaveLength(2);
  });

  it('is settled again without harm', async () => {
    const { route, first } = await cloned();
    const before = route.snapshotIds();
    await first.end('verified');
    expect(route.snapshotIds()).toEqual(before);
    expect((await route.lineage())?.pairs).toHaveLength(1);
  });

  it('is not deleted where somebody has taken its tags', async () => {
    const { route, first } = await cloned();
    const { pairs } = (await route.lineage())!;
    route.world.snapshots.get(pairs[0]!.target.snapshotId)!.snapshot.tags = {};
    await first.end('roll-back');
    expect(route.snapshotIds()).toEqual([pairs[0]!.target.snapshotId]);
  });
});
