import { describe, expect, it } from 'vitest';
import { deployment, object } from './workload.ts';
import { afterMonday, CLAIMS, failAtNight, Killed, type RefreshWorld } from './world.ts';

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

/** How often an undisturbed piece of work writes. */
async function countWrites(world: RefreshWorld, work: () => Promise<void>): Promise<number> {
  world.writesToLive = 1_000_000;
  await work();
  return 1_000_000 - world.writesToLive;
}

describe('a refresh', () => {
  it('plans which volumes are replaced, what is scaled down, and what is left over', async () => {
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

  // Promise: killed-anywhere
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

  // Promise: refresh-keeps-former
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

  it('brings the former clone back in as many invocations as it takes', async () => {
    const world = await lived();
    const before = { contents: await world.contents(), volumes: world.ebsVolumes() };
    await failAtNight(world, 'tuesday');
    world.isShort = true;
    world.answers.length = 0;
    await world.rollBack('tuesday');
    expect({ contents: await world.contents(), volumes: world.ebsVolumes() }).toEqual(before);
    const goingOn = world.answers.filter((text) => text.startsWith('The former clone is being brought back'));
    expect(goingOn).toEqual(['The former clone is being brought back: 1 of 2 parts of its objects are as they were.']);
  });
});
