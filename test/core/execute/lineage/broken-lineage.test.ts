import { describe, expect, it } from 'vitest';
import { cloned, digestOf, RouteInMemory } from './route-in-memory.ts';

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
