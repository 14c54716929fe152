import { describe, expect, it } from 'vitest';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { findExpired } from '../../../../core/execute/undo/find-expired.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { retireFormerClone } from '../../../../core/execute/undo/retire-former-clone.ts';
import { findConflicts } from '../../../../core/plan/conflicts.ts';
import { findFormerMembers } from '../../../../core/plan/refresh/former-members.ts';
import { noteSuperseded } from '../../../../core/reporting/note-superseded.ts';
import { refOf } from '../../../../kube/kube-object.ts';
import { object, pod } from './workload.ts';
import { afterMonday, failAtNight, RefreshWorld } from './world.ts';

const MONDAY = { cloneId: 'monday' };
const MANAGER = { manager: 'a-tester' };

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

  it('does not wait forever for what will not go, and leaves it to the next refresh', async () => {
    const stuck = object('v1', 'ConfigMap', 'gone-at-source');
    const world = await afterMonday([{ ...stuck, metadata: { ...stuck.metadata, finalizers: ['example.com/stuck'] } }]);
    const retireAt = (time: string) =>
      retireFormerClone(
        async () => world.api,
        world.storage,
        world.store,
        'tuesday',
        `2026-11-22T${time}Z`,
        noteSuperseded,
      );
    await expect(world.run(await world.prepare('tuesday'))).rejects.toThrow('gone-at-source');
    await expect(retireAt('02:03:00')).rejects.toMatchObject({ name: 'NotYet' });
    await expect(retireAt('02:05:00')).rejects.toMatchObject({ name: 'RollBackIncomplete' });
    expect(world.ebsVolumes()).toHaveLength(4);

    await world.cluster.merge(refOf(stuck), { metadata: { finalizers: null } }, MANAGER);
    await world.run(await world.prepare('wednesday'));
    expect(world.ebsVolumes()).toEqual(Object.values(world.volumes.get('wednesday')!).toSorted());
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

// Promise: others-objects-stay
it('leaves the EBS volume of a former clone on which others have a PersistentVolume of their own', async () => {
  const world = await afterMonday();
  const { files = '' } = world.volumes.get('monday')!;
  const rescue = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'rescue' },
    spec: {
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: files },
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { namespace: 'rescue', name: 'files' },
    },
  };
  const tuesday = await world.prepare('tuesday');
  await world.cluster.create(rescue, MANAGER);
  await world.run(tuesday);
  expect(world.ebsVolumes()).toEqual([...Object.values(world.volumes.get('tuesday')!), files].toSorted());
  expect(await allKept(world.store, 'monday')).toContainEqual(
    expect.objectContaining({ at: files, why: expect.stringContaining('somebody else has made it') }),
  );
});

// Promise: cut-over-is-not-refreshed
it('is not replaced once its source was cut over to it, whatever the source has by now', async () => {
  const world = await afterMonday();
  const cutOver = { workloads: [], hooks: [], hooksDone: true, cutOver: true, cutOverAt: '2026-11-22T03:00:00Z' };
  await writeRecord(world.store, keysOf('monday').quiesced, cutOver);
  const { refresh, findings } = await world.plan(await world.prepare('tuesday'));
  expect(refresh.replaces).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'blocker')).toContainEqual(
    expect.objectContaining({ sentence: expect.stringContaining('the source was cut over to clone monday') }),
  );
});

describe('a clone onto what is there already', () => {
  const there = async (world: RefreshWorld, clone: Clone) => {
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'night', name: 'settings' };
    const foreign = object('v1', 'ConfigMap', 'foreign');
    await world.cluster.create(foreign, MANAGER);
    const former = await findFormerMembers(world.store, clone, ['night']);
    const found = await findConflicts(world.cluster, [settings, refOf(foreign)], 'fail', former);
    expect(found.map(({ severity }) => severity)).toEqual(['blocker', 'blocker']);
    return found.map(({ sentence }) => sentence);
  };

  it('is told of a refresh where an earlier clone of the route made it, and only there', async () => {
    const world = await afterMonday();
    const [ours, foreign] = await there(world, await world.prepare('tuesday'));
    expect(ours).toContain('made by an earlier clone of this route. Use onConflict "refresh"');
    expect(foreign).toContain('use onConflict "skip" or "update"');
    expect(foreign).not.toContain('refresh');
  });

  it('is told of none that would be refused: of a clone of another route', async () => {
    const world = await afterMonday();
    const clone = await world.prepare('tuesday');
    const [settings] = await there(world, { ...clone, route: { ...clone.route, name: 'prod-to-test' } });
    expect(settings).not.toContain('refresh');
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

  // Promise: refuses-conflicts
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
