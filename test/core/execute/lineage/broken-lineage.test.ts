import { describe, expect, it } from 'vitest';
import type { Snapshot, VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { AksMember } from '../../../../core/base/request/source.ts';
import type { Pair } from '../../../../core/base/run/lineage.ts';
import { homeOf } from '../../../../core/base/run/lineage-home.ts';
import { strategyOf } from '../../../../core/base/strategies.ts';
import { removeLeaving } from '../../../../core/execute/lineage/remove-pairs.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { whyBroken } from '../../../../core/plan/volumes/judge-pair.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { cloned, digestOf, RouteInMemory, SOURCE, TARGET } from './route-in-memory.ts';

describe('all blocks are moved, with the reason, where', () => {
  const cases: Record<string, (route: RouteInMemory) => void | Promise<void>> = {
    'its snapshot snap-\\S+ is gone': async (route) => {
      route.world.snapshots.delete((await route.lineage())!.pairs[0]!.source.snapshotId);
    },
    'its snapshot snap-\\S+ is gone ': async (route) => {
      route.world.snapshots.delete((await route.lineage())!.pairs[0]!.target.snapshotId);
    },
    'the volume had 1 GiB then, and has 2 now': (route) => {
      route.volume.volume.sizeGiB = 2;
    },
    'it was volume vol-\\S+ then': (route) => {
      const { blocks } = route.volume;
      route.volume = new RouteInMemory().volume;
      route.volume.volume.id = 'vol-0another';
      route.volume.blocks = blocks;
      route.world.volumes.set('vol-0another', route.volume);
    },
    'that disk was deleted, and another one was made under its name': async (route) => {
      const { pairs } = (await route.lineage())!;
      route.world.snapshots.get(pairs[0]!.source.snapshotId)!.snapshot.volumeUniqueId = 'one';
      route.volume.volume.uniqueId = 'another';
    },
    "the target's key was \\S+ then, and is \\S+ now": (route) => {
      route.kmsKeyArn += 'b';
    },
    'its snapshot snap-\\S+ is in the archive': async (route) => {
      const { pairs } = (await route.lineage())!;
      route.world.snapshots.get(pairs[0]!.target.snapshotId)!.snapshot.archived = true;
    },
  };
  it.each(Object.entries(cases))('%s', async (why, change) => {
    const { route } = await cloned();
    await change(route);
    const second = await route.clone({ onConflict: 'refresh' }, ['run-1']);
    expect(second.broken).toMatch(
      new RegExp(`^Everything of claim shop/data is moved, .* since run run-1 brought it: ${why.trim()}\\.$`),
    );
    expect(second.planned.since).toBeUndefined();
    expect(second.moved.read).toBe(100);
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
    expect((await route.lineage())?.pairs.map(({ madeBy }) => madeBy)).toEqual(['run-2']);
  });

  it('it is removed after the plan', async () => {
    const { route, first } = await cloned();
    const second = await route.plan({ onConflict: 'refresh' });
    await first.end('roll-back');
    await second.copy();
    await second.end('verified');
    expect(second.moved.read).toBe(100);
    expect((await second.way())?.broken).toBe('What run run-1 had brought of it was removed after the plan.');
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it.each(['source', 'target'] as const)('the snapshot of the %s is deleted while it is held', async (side) => {
    const { route } = await cloned();
    const { pairs } = (await route.lineage())!;
    const second = await route.plan({ onConflict: 'refresh' }, ['run-1']);
    await second.copy({
      after: (step) => {
        if (step === 'await-snapshot') route.world.snapshots.delete(pairs[0]![side].snapshotId);
      },
    });
    await second.end('verified');
    expect((await second.way())?.broken).toContain(pairs[0]![side].snapshotId);
    expect(second.moved.read).toBe(100);
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });

  it('the list of what has changed is not whole', async () => {
    const { route } = await cloned();
    route.write(1_500, 1_000);
    const second = await route.plan({ onConflict: 'refresh' }, ['run-1']);
    await second.copy({
      source: (blocks, since) => (since === undefined ? blocks : { ...blocks, list: async function* () {} }),
    });
    await second.end('verified');
    expect((await second.way())?.broken).toContain('EC2 says that 101 were written');
    expect(await second.content()).toBe(digestOf(route.volume.blocks));
  });
});

describe('what was kept in Azure', () => {
  const aks = (snapshotResourceGroup: string, subscription = 's') =>
    ({
      ...SOURCE,
      kind: 'aks',
      subscription,
      nodeResourceGroup: 'MC_a',
      snapshotResourceGroup,
    }) as unknown as AksMember;
  const snapshot = { state: 'completed', sizeGiB: 1, kmsKeyArn: 'k' } as Snapshot;
  const target = { ...TARGET, kmsKeyArn: 'k' };
  const pair = (group: string) =>
    ({
      sourceVolumeId: '/subscriptions/s/resourceGroups/MC_a/disks/d',
      sizeGiB: 1,
      madeBy: 'run-1',
      source: { ...homeOf(aks(group)), snapshotId: 'kubeferry-1' },
      target: { account: TARGET.account, region: TARGET.region, snapshotId: 'snap-1', kmsKeyArn: 'k' },
      heldBy: [],
      leaving: true,
    }) as unknown as Pair;
  const whyNow = (source: AksMember) => {
    const volume = { id: '/subscriptions/s/resourcegroups/mc_a/disks/D', sizeGiB: 1 };
    const facts = { volume, source: homeOf(source), target, sourceSnapshot: snapshot, twin: snapshot };
    return whyBroken(pair('Snaps'), facts, strategyOf('copy-blocks'));
  };

  it('is gone on from in whatever letters, and not from another group or subscription under the same role', () => {
    expect(whyNow(aks('snaps'))).toBeUndefined();
    expect(whyNow(aks('others'))).toBe('the route led elsewhere then');
    expect(whyNow(aks('Snaps', 't'))).toBe('the route led elsewhere then');
  });

  it('is told where the route has another group for snapshots by now, and not forgotten in silence', async () => {
    const store = memoryObjectStore();
    const none = { presentSnapshots: async () => [] } as unknown as VolumeStorage;
    const sides = { source: { ...homeOf(aks('others')), storage: none }, target: { ...TARGET, storage: none } };
    await removeLeaving(sides, store, 'run-2', [
      { route: 'r', claim: 'shop/data', pairs: [pair('Snaps')], clones: [] },
    ]);
    expect(await allKept(store, 'run-2')).toEqual([
      {
        at: 'kubeferry-1',
        why: expect.stringContaining('in resource group snaps of subscription s, and the route leads elsewhere by now'),
      },
    ]);
  });
});
