import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import { ownVolumeIds } from '../../../../core/execute/undo/own-volumes.ts';
import type { VolumeRecord } from '../../../../core/plan/volumes/volume-plan.ts';
import { HandingWorld, Killed, RUN, VOLUME } from './world.ts';

const PV = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-db' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-db-0' };
const SET = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
const BY = { manager: 'kubectl' };

const isHandedOver = async (world: HandingWorld) => {
  const [source, target] = [await world.look('source'), await world.look('target')];
  expect(world.broken).toEqual([]);
  expect(target).toMatchObject({ claim: { phase: 'Bound' }, pods: ['db-0'], instances: ['i-target'] });
  expect(target.volume?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain' });
  expect(source).toMatchObject({ claim: { phase: 'Lost' }, volume: { phase: 'Released' }, replicas: 0, pods: [] });
  expect(source.volume?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain' });
};

describe('a volume that is handed over', () => {
  // Promise: handed-over-is-the-targets-alone
  it('is attached in the target, and the source can neither attach nor delete it', async () => {
    const world = await HandingWorld.open();
    await world.run();
    await isHandedOver(world);
    // Whoever scales the source up again, or deletes its claim, changes nothing about the volume.
    await world.clusters.target.merge(SET, { spec: { replicas: 0 } }, BY);
    await world.settle();
    await world.clusters.source.merge(SET, { spec: { replicas: 1 } }, BY);
    await world.settle();
    expect(await world.look('source')).toMatchObject({ pods: ['db-0'], instances: [] });
    await world.clusters.source.merge(SET, { spec: { replicas: 0 } }, BY);
    await world.settle();
    await world.clusters.source.delete(CLAIM);
    await world.settle();
    expect(world.broken).toEqual([]);
  });

  // Promise: handed-over-is-nobodys-to-remove
  it('is recorded as what no run has made, and never as one of its own', async () => {
    const world = await HandingWorld.open();
    await world.run();
    const record = await findRecord<VolumeRecord>(world.records, keysOf(RUN).volume('shop/data-db-0'));
    expect(record).toEqual({
      claim: 'shop/data-db-0',
      snapshotId: 'snap-01',
      volumeId: VOLUME,
      zone: 'us-east-1a',
      sizeGiB: 4,
      handedOver: true,
    });
    expect(await ownVolumeIds(world.records, RUN)).toEqual(new Set());
  });

  it('is waited for while a pod of the source is still there', async () => {
    const world = await HandingWorld.open();
    const handing = world.handOver();
    await expect(handing).rejects.toThrow('1 pods of the source still mount volumes that are handed over');
    expect(await world.look('source')).toMatchObject({ claim: { phase: 'Bound' }, instances: ['i-source'] });
  });

  it('is waited for while EC2 has it attached, whatever the cluster says', async () => {
    const world = await HandingWorld.open();
    world.mayDie = false;
    await world.clusters.source.merge(SET, { spec: { replicas: 0 } }, BY);
    await world.settle();
    Object.assign(world.ebs.volumes.get(VOLUME)!.volume, { state: 'in-use', instanceIds: ['i-another'] });
    await expect(world.handOver()).rejects.toThrow('EC2 has to detach it first');
    expect((await world.look('source')).claim).toMatchObject({ phase: 'Bound' });
  });

  it('is not taken where its PersistentVolume is on another one by now', async () => {
    const world = await HandingWorld.open();
    await world.clusters.source.merge(PV, { spec: { csi: { volumeHandle: 'vol-0ther' } } }, BY);
    const before = await world.look('source');
    await expect(world.handOver()).rejects.toMatchObject({ name: 'VolumeFailed' });
    expect(await world.look('source')).toEqual(before);
  });
});

describe.each(['Delete', 'Retain'])('a roll-back, of a source with the policy %s', (policy) => {
  it('gives back what was handed over, as it was', async () => {
    const world = await HandingWorld.open(policy);
    const before = await world.look('source');
    await world.run();
    await world.rollBack();
    expect(await world.look('source')).toEqual(before);
    expect(await world.look('target')).toMatchObject({ claim: undefined, volume: undefined, pods: [] });
    expect(world.broken).toEqual([]);
  });

  it('gives back what somebody lets go with its claim in the target since', async () => {
    const world = await HandingWorld.open(policy);
    const before = await world.look('source');
    await world.run();
    await world.clusters.target.merge(PV, { spec: { persistentVolumeReclaimPolicy: 'Delete' } }, BY);
    await world.rollBack();
    expect(world.broken).toEqual([]);
    expect(await world.look('source')).toEqual(before);
  });

  it('comes to its end also where somebody has scaled the source up meanwhile, whose pod waits for its claim', async () => {
    const world = await HandingWorld.open(policy);
    const before = await world.look('source');
    await world.run();
    await world.clusters.source.merge(SET, { spec: { replicas: 1 } }, BY);
    await world.settle();
    expect(await world.look('source')).toMatchObject({ pods: ['db-0'], claim: { phase: 'Lost' } });
    await world.rollBack();
    expect(world.broken).toEqual([]);
    expect(await world.look('source')).toEqual(before);
  });

  it('does so a second time without harm', async () => {
    const world = await HandingWorld.open(policy);
    const before = await world.look('source');
    await world.run();
    await world.rollBack();
    await world.rollBack();
    expect(await world.look('source')).toEqual(before);
  });
});

// Promise: handed-over-or-back
it('undoes nothing of the target where the source does not let it change PersistentVolumes any more', async () => {
  const world = await HandingWorld.open();
  await world.run();
  const before = await world.look('target');
  world.mayPatch = false;
  await expect(world.rollBack()).rejects.toMatchObject({
    name: 'RollBackIncomplete',
    message: expect.stringMatching(/^Nothing was undone: .*kubeferry rbac --hand-over \| kubectl apply -f -/),
  });
  expect(await world.look('target')).toEqual(before);
});

describe('killed after any write', () => {
  /** As many as there are in a whole run with its roll-back. */
  const each = async (play: (world: HandingWorld, write: number) => Promise<boolean>) => {
    let write = 1;
    while (await play(await HandingWorld.open(), write)) write += 1;
    return write;
  };

  it('goes on to its end', async () => {
    const played = await each(async (world, write) => {
      world.writesToLive = write;
      await world.run();
      await isHandedOver(world);
      return world.writesToLive <= 0;
    });
    expect(played).toBeGreaterThan(15);
  });

  // Promise: handed-over-or-back
  it('is handed back, exactly as it was', async () => {
    const played = await each(async (world, write) => {
      const before = await world.look('source');
      world.mayDie = false;
      world.writesToLive = write;
      const end = await world.run().catch((error: unknown) => error);
      expect(end === undefined || end instanceof Killed).toBe(true);
      const wasKilled = world.writesToLive <= 0;
      world.writesToLive = Number.POSITIVE_INFINITY;
      await world.rollBack();
      expect(await world.look('source'), `killed after write ${write}`).toEqual(before);
      expect(world.broken, `killed after write ${write}`).toEqual([]);
      expect((await world.look('target')).volume).toBeUndefined();
      return wasKilled;
    });
    expect(played).toBeGreaterThan(15);
  });

  it('also in the roll-back itself', async () => {
    const played = await each(async (world, write) => {
      const before = await world.look('source');
      await world.run();
      world.writesToLive = write;
      await world.rollBack();
      expect(await world.look('source'), `killed after write ${write}`).toEqual(before);
      expect(world.broken, `killed after write ${write}`).toEqual([]);
      return world.writesToLive <= 0;
    });
    expect(played).toBeGreaterThan(8);
  });
});
