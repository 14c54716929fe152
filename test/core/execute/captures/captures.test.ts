import { beforeEach, describe, expect, it } from 'vitest';
import { capturesOf } from '../../../../core/base/captures/register.ts';
import { EXPIRIES, keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord, writeRecord } from '../../../../core/base/run/records.ts';
import { findExpired } from '../../../../core/execute/undo/find-expired.ts';
import { blockersOf, type Plan } from '../../../../core/plan/plan.ts';
import { config, deployment, secret, wide } from '../../plan/planned-world.ts';

import { CapturedWorld, PROD } from './captured-world.ts';

let world: CapturedWorld;
beforeEach(() => {
  world = new CapturedWorld([
    deployment('web', { image: 'example.com/web:1' }),
    config('settings', 'one'),
    secret('login', 'seen-by-nobody'),
    wide('v1', 'Namespace', 'pay'),
  ]);
});

// Promise: captures-are-cloned
describe('a capture', () => {
  it('keeps objects and snapshots, says what it is, and leaves nothing else', async () => {
    await world.capture('c1');
    expect(await capturesOf(world.store, PROD)).toMatchObject([
      {
        id: 'c1',
        name: 'nightly',
        route: 'prod-to-dev',
        namespaces: ['shop'],
        volumes: 1,
        expiresAt: '2026-11-29T02:00:00Z',
        users: [],
      },
    ]);
    expect(world.snapshots()).toHaveLength(1);
    const plan = (await findRecord<Plan>(world.store, keysOf('c1').plan))!;
    expect(plan.volumes).toMatchObject([{ claim: 'shop/data', strategy: 'keep-snapshot' }]);
    // 4 GiB for a week.
    expect(plan.volumes[0]?.dollars).toBeCloseTo((4 * 0.05 * 7 * 24) / 730, 3);
    expect(await findRecord(world.store, 'locks/444455556666/eu-west-1/dev.json')).toBeUndefined();
  });

  it('is cloned with the objects and the data of its time, of which the source is not asked', async () => {
    await world.capture('c1');
    const [snapshot] = world.snapshots();
    await world.put(config('settings', 'two'));
    world.source.list = () => {
      throw new Error('The source was asked.');
    };
    const { plan, items } = await world.clone('r1', { mappings: { namespaces: { shop: 'shop-1' } } });
    expect(blockersOf(plan)).toEqual([]);
    expect(plan.namespaces).toEqual(['shop']);
    expect(plan.objects.map(({ ref }) => `${ref.kind} ${ref.name}`)).toContain('Secret login');
    expect(items).toMatchObject([
      { claim: 'shop/data', origin: { kind: 'snapshot', snapshotId: snapshot, foreign: true }, sizeGiB: 4 },
    ]);
    expect(world.snapshots()).toEqual([snapshot]);
  });

  it('is cloned many times at once, and by another route from the same cluster', async () => {
    await world.capture('c1');
    const into = (name: string) => ({ mappings: { namespaces: { shop: name } } });
    const clones = await Promise.all([
      world.clone('r1', into('shop-1')),
      world.clone('r2', into('shop-2')),
      world.clone('r3', into('shop-3'), 'prod-to-qa'),
    ]);
    expect(clones.flatMap(({ plan }) => blockersOf(plan))).toEqual([]);
    const [kept] = await capturesOf(world.store, PROD);
    expect(kept?.users.map(({ cloneId }) => cloneId).toSorted()).toEqual(['r1', 'r2', 'r3']);
  });

  it('is not touched by the roll-back of a clone, nor by its clean-up', async () => {
    await world.capture('c1');
    const [before, kept] = [world.snapshots(), await world.exports()];
    for (const [name, ending] of [
      ['r1', 'roll-back'],
      ['r2', 'verified'],
    ] as const) {
      const { clone } = await world.clone(name, { mappings: { namespaces: { shop: name } } });
      await world.cleanUp(clone, ending);
    }
    expect([world.snapshots(), await world.exports()]).toEqual([before, kept]);
    expect((await capturesOf(world.store, PROD))[0]?.users).toEqual([]);
  });

  it('clones no more by a route than it may clone from the source', async () => {
    await world.capture('c1', { name: 'nightly' });
    const asked = { source: { capture: 'nightly' }, selection: { namespaces: ['pay'] } };
    await expect(world.begin('r1', asked, 'prod-to-qa')).rejects.toThrow('"pay" is not allowed on route "prod-to-qa"');
  });

  it('says of a snapshot that somebody has deleted which claim it was of', async () => {
    await world.capture('c1');
    const [snapshot] = world.snapshots();
    world.ebs.snapshots.delete(snapshot!);
    const { plan } = await world.clone('r1');
    expect(blockersOf(plan).map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining(
        `Snapshot ${snapshot}, which capture "nightly" has of claim shop/data, is not in account`,
      ),
    ]);
    expect(
      blockersOf(
        (
          await world.clone('r2', {
            volumes: { claims: { 'shop/data': 'skip' } },
            mappings: { namespaces: { shop: 'b' } },
          })
        ).plan,
      ),
    ).toEqual([]);
  });
});

// Promise: capture-in-use-stays
describe('the removal of a capture', () => {
  it('takes its snapshots, its objects and its entry, and nothing of another', async () => {
    const first = await world.capture('c1');
    await world.capture('c2');
    await world.cleanUp(first, 'roll-back');
    expect(world.snapshots()).toHaveLength(1);
    expect((await capturesOf(world.store, PROD)).map(({ id }) => id)).toEqual(['c2']);
    expect(await Array.fromAsync(world.store.list('exports/capture/c1/'))).toEqual([]);
  });

  it('waits for the clones that use it, whoever asks for it', async () => {
    const capture = await world.capture('c1');
    const { clone } = await world.clone('r1');
    await writeRecord(world.store, keysOf('c1').report, {});
    await expect(world.cleanUp(capture, 'roll-back')).rejects.toThrow(
      'Capture c1 is used by run r1, so nothing of it was removed. Wait until they end, then run: kubeferry captures prod-to-dev --delete c1',
    );
    const later = '2026-11-30T02:00:00Z';
    expect(await findExpired(world.store, later)).toEqual({ clones: [] });
    expect(world.snapshots()).toHaveLength(1);
    await world.cleanUp(clone, 'verified');
    expect((await findExpired(world.store, later)).clones.map((each) => each.clone.cloneId)).toEqual(['c1']);
    expect(await Array.fromAsync(world.store.list(EXPIRIES))).toHaveLength(1);
  });

  it('leaves all of it to the clones that use it, though its roll-back had begun when it was cleaned up', async () => {
    const capture = await world.capture('c1');
    await world.clone('r1');
    const [snapshots, objects] = [world.snapshots(), await world.exports()];
    await expect(world.cleanUp(capture, 'roll-back')).rejects.toThrow('is used by run r1');
    await world.cleanUp(capture, 'verified');
    expect([world.snapshots(), await world.exports()]).toEqual([snapshots, objects]);
  });

  it('gives a capture back that a run was refused after it had chosen it', async () => {
    await world.capture('c1');
    await world.begin('r1', { source: { capture: 'nightly' } });
    await expect(world.begin('r2', { source: { capture: 'nightly' } })).rejects.toMatchObject({ name: 'LockHeld' });
    expect((await capturesOf(world.store, PROD))[0]?.users.map(({ cloneId }) => cloneId)).toEqual(['r1']);
  });
});
