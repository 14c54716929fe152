import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../../core/plan/conflicts.ts';
import { findExpired } from '../../../core/undo/find-expired.ts';
import { deployment, object, pod } from './workload.ts';
import { afterMonday, CLAIMS, Killed, RefreshWorld } from './world.ts';

const MONDAY = { cloneId: 'monday' };
const MANAGER = { manager: 'a-tester' };
const volumeIdsIn = async (world: RefreshWorld) =>
  Object.entries(await world.contents())
    .filter(([name]) => name.startsWith('v1 PersistentVolume '))
    .map(([, content]) => (content as { spec: { csi: { volumeHandle: string } } }).spec.csi.volumeHandle);

/** Monday's clone with what testers did to it during the day. */
async function lived(): Promise<RefreshWorld> {
  const world = await afterMonday([object('v1', 'ConfigMap', 'gone-at-source'), deployment('gone', 'files')]);
  const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'night', name: 'web' };
  await world.cluster.merge(web, { spec: { replicas: 5 }, metadata: { labels: { tried: 'yes' } } }, MANAGER);
  await world.cluster.create(deployment('theirs', 'files', 3), MANAGER);
  await world.cluster.create(object('v1', 'ConfigMap', 'their-notes', { data: { a: 'b' } }), MANAGER);
  await world.controllers.settle();
  return world;
}

/** A run of which everything is applied and verified, and that ends right before the point of no return. */
async function failAtNight(world: RefreshWorld, night: string): Promise<void> {
  const { claim } = world.records;
  world.records.claim = async (key, body) => {
    if (key.endsWith('retired.json')) throw new Killed('before the point of no return');
    return claim(key, body);
  };
  world.mayDie = false;
  await expect(world.run(await world.prepare(night))).rejects.toThrow(Killed);
  Object.assign(world, { mayDie: true });
  Object.assign(world.records, { claim });
}

/** How often an undisturbed piece of work writes. */
async function countWrites(world: RefreshWorld, work: () => Promise<void>): Promise<number> {
  world.writesToLive = 1_000_000;
  await work();
  return 1_000_000 - world.writesToLive;
}

describe('a refresh', () => {
  it('plans which volumes are replaced, who rests, and what is left over', async () => {
    const world = await lived();
    const { refresh, volumes, findings } = await world.plan(await world.prepare('tuesday'));
    const monday = world.volumes.get('monday')!;
    expect(volumes.map(({ replaces }) => replaces)).toEqual(CLAIMS.map((claim) => monday[claim]));
    expect(refresh.replaces).toEqual(['monday']);
    expect(refresh.scaledDown.map(({ ref, replicas }) => [ref.kind, ref.name, replicas])).toEqual([
      ['Deployment', 'gone', 1],
      ['Deployment', 'theirs', 3],
      ['Deployment', 'web', 5],
      ['StatefulSet', 'db', 1],
      ['Pod', 'tool', undefined],
    ]);
    expect(refresh.leftOver.map(({ ref, becomes }) => [ref.name, becomes])).toEqual([
      ['gone-at-source', 'removed'],
      ['gone', 'removed'],
    ]);
    expect(findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  });

  it('has one set of volumes afterwards, keeps what is not its own, and removes what the source no longer has', async () => {
    const world = await lived();
    await world.run(await world.prepare('tuesday'));
    const tuesday = Object.values(world.volumes.get('tuesday')!).toSorted();
    expect(world.ebsVolumes()).toEqual(tuesday);
    expect((await volumeIdsIn(world)).toSorted()).toEqual(tuesday);
    const contents = await world.contents();
    expect(contents['v1 ConfigMap night/settings']).toMatchObject({
      data: { night: 'tuesday', 'only-tuesday': 'yes' },
    });
    expect(contents['v1 ConfigMap night/settings']).not.toHaveProperty('data.only-monday');
    expect(contents['v1 ConfigMap night/their-notes']).toBeDefined();
    expect(contents['apps/v1 Deployment night/theirs']).toMatchObject({ spec: { replicas: 3 } });
    expect(contents['apps/v1 Deployment night/web']).toMatchObject({ spec: { replicas: 2 } });
    expect(Object.keys(contents).filter((name) => name.includes('gone'))).toEqual([]);
  });

  it('ends the same wherever a function is killed', async () => {
    const undisturbed = await lived();
    const writes = await countWrites(undisturbed, async () => undisturbed.run(await undisturbed.prepare('tuesday')));
    const end = { contents: await undisturbed.contents(), volumes: undisturbed.ebsVolumes() };
    expect(writes).toBeGreaterThan(60);
    for (let at = 1; at <= writes; at++) {
      const world = await lived();
      world.writesToLive = at;
      await world.run(await world.prepare('tuesday'));
      expect({ contents: await world.contents(), volumes: world.ebsVolumes() }, `killed after write ${at}`).toEqual(
        end,
      );
    }
  }, 60_000);

  it('brings the former clone back as it was, wherever the run ends before the point of no return', async () => {
    const counted = await lived();
    const before = { contents: await counted.contents(), volumes: counted.ebsVolumes() };
    const writes = await countWrites(counted, async () => counted.run(await counted.prepare('tuesday')));
    let broughtBack = 0;
    for (let at = 1; at <= writes; at++) {
      const world = await lived();
      const clone = await world.prepare('tuesday');
      Object.assign(world, { writesToLive: at, mayDie: false });
      await expect(world.run(clone)).rejects.toThrow(Killed);
      await world.controllers.settle();
      world.writesToLive = Number.POSITIVE_INFINITY;
      if (await world.records.get('clones/tuesday/former/retired.json')) continue;
      broughtBack++;
      await world.rollBack('tuesday');
      expect({ contents: await world.contents(), volumes: world.ebsVolumes() }, `ended after write ${at}`).toEqual(
        before,
      );
    }
    expect(broughtBack).toBeGreaterThan(60);
  }, 60_000);

  it('ends its roll-back the same wherever a function is killed', async () => {
    const ended = async () => {
      const world = await lived();
      const before = { contents: await world.contents(), volumes: world.ebsVolumes() };
      await failAtNight(world, 'tuesday');
      return { world, before };
    };
    const first = await ended();
    const writes = await countWrites(first.world, () => first.world.rollBack('tuesday'));
    expect(writes).toBeGreaterThan(40);
    for (let at = 1; at <= writes; at++) {
      const { world, before } = await ended();
      world.writesToLive = at;
      await world.rollBack('tuesday');
      expect({ contents: await world.contents(), volumes: world.ebsVolumes() }, `killed after write ${at}`).toEqual(
        before,
      );
    }
  }, 60_000);
});

describe('whose a clone is', () => {
  it('gives everything to the newest: its roll-back removes all, the former one refuses', async () => {
    const world = await afterMonday();
    await world.run(await world.prepare('tuesday'));
    expect(await findExpired(world.store, '2026-12-24T00:00:00Z')).toEqual({ clones: [] });
    await expect(world.rollBack('monday')).rejects.toMatchObject({
      name: 'RollBackIncomplete',
      message: expect.stringContaining('roll back run tuesday'),
    });
    await world.rollBack('tuesday');
    expect(
      Object.keys(await world.contents()).filter((name) => name.includes('night') || name.includes('pv-')),
    ).toEqual([]);
    expect(world.ebsVolumes()).toEqual([]);
  });

  it('is known of a clone without any volume as well, and forgotten with it', async () => {
    const world = new RefreshWorld();
    await world.run(await world.prepare('monday', [object('v1', 'ConfigMap', 'gone-at-source')], []), 'fail');
    await world.run(await world.prepare('tuesday', [], []));
    const contents = await world.contents();
    expect(contents['v1 ConfigMap night/settings']).toMatchObject({ data: { night: 'tuesday' } });
    expect(contents).not.toHaveProperty('v1 ConfigMap night/gone-at-source');
    await world.rollBack('tuesday');
    expect(Object.keys(await world.contents()).filter((name) => name.includes('night'))).toEqual([]);
    const { refresh } = await world.plan(await world.prepare('wednesday', [], []));
    expect(refresh.replaces).toEqual([]);
  });

  it('gives it back when the refresh fails: the former roll-back removes all, with the new uids', async () => {
    const world = await afterMonday();
    await failAtNight(world, 'tuesday');
    expect(await findExpired(world.store, '2026-12-24T00:00:00Z')).toEqual({ clones: [] });
    await world.rollBack('tuesday');
    expect(await findExpired(world.store, '2026-12-24T00:00:00Z')).toMatchObject({ clones: [{ clone: MONDAY }] });
    await world.rollBack('monday');
    expect(
      Object.keys(await world.contents()).filter((name) => name.includes('night') || name.includes('pv-')),
    ).toEqual([]);
    expect(world.ebsVolumes()).toEqual([]);
  });

  it('refreshes again and again, also after a night that failed', async () => {
    const world = await afterMonday();
    for (const night of ['tuesday', 'wednesday', 'thursday']) {
      if (night === 'wednesday') {
        await failAtNight(world, 'failed');
        await world.rollBack('failed');
      }
      await world.run(await world.prepare(night));
      expect(world.ebsVolumes()).toEqual(Object.values(world.volumes.get(night)!).toSorted());
    }
  });
});

describe('what no clone of the route made', () => {
  const blockersOf = async (world: RefreshWorld, clone = 'tuesday') => {
    const { findings, members } = await world.plan(await world.prepare(clone));
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'night', name: 'settings' };
    return [...findings, ...(await findConflicts(world.cluster, [settings], 'refresh', members))]
      .filter(({ severity }) => severity === 'blocker')
      .map(({ sentence }) => sentence);
  };

  it('blocks the plan: an object that was replaced by somebody else', async () => {
    const world = await afterMonday();
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'night', name: 'settings' };
    await world.cluster.delete(settings);
    await world.cluster.create(object('v1', 'ConfigMap', 'settings'), MANAGER);
    expect(await blockersOf(world)).toEqual([expect.stringContaining('no clone of this route made it')]);
  });

  it('blocks the plan: a claim on a volume of its own', async () => {
    const world = await afterMonday();
    for (const { volume } of world.ebs.volumes.values()) volume.tags = {};
    expect(await blockersOf(world)).toContainEqual(expect.stringContaining('was not made by a clone'));
  });

  it('blocks the plan: a clone of another route, one whose records are gone, one that is being undone', async () => {
    const world = await afterMonday();
    const clone = { cloneId: 'monday', route: { name: 'prod-to-test' } };
    await world.records.put('clones/monday/clone.json', JSON.stringify({ clone }));
    expect(await blockersOf(world, 'a')).toContainEqual(expect.stringContaining('on route "prod-to-test"'));
    await world.records.delete('clones/monday/clone.json');
    expect(await blockersOf(world, 'b')).toContainEqual(expect.stringContaining('the records of that run are gone'));
    const undone = await afterMonday();
    await undone.records.put('clones/monday/closed.json', '{}');
    expect(await blockersOf(undone)).toContainEqual(expect.stringContaining('its roll-back is not complete'));
  });

  it('blocks the plan: an operator that would bring its pods back', async () => {
    const world = await afterMonday();
    const owner = { apiVersion: 'db.example.com/v1', kind: 'Database', name: 'db', uid: 'x', controller: true };
    const governed = pod('governed', 'files');
    await world.cluster.create({ ...governed, metadata: { ...governed.metadata, ownerReferences: [owner] } }, MANAGER);
    expect(await blockersOf(world)).toEqual([expect.stringContaining('Database "db" governs it')]);
  });

  it('is not touched when it took a name after the plan', async () => {
    const world = await afterMonday();
    const clone = await world.prepare('tuesday');
    await world.plan(clone);
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'night', name: 'files' };
    for (const [apiVersion, kind, name] of [
      ['apps/v1', 'Deployment', 'web'],
      ['v1', 'Pod', 'tool'],
    ] as const)
      await world.cluster.delete({ apiVersion, kind, namespace: 'night', name });
    await world.cluster.delete(claim);
    await world.controllers.settle();
    await world.cluster.create(object('v1', 'PersistentVolumeClaim', 'files', { spec: {} }), MANAGER);
    const plan = world.plan.bind(world);
    world.plan = async () => ({}) as Awaited<ReturnType<typeof plan>>;
    await expect(world.run(clone)).rejects.toMatchObject({ name: 'VerificationFailed' });
    expect(await world.cluster.get(claim)).toBeDefined();
  });
});
