import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { tagsFor } from '../../../../core/base/run/names.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { removeSnapshots } from '../../../../core/execute/undo/remove-snapshots.ts';
import { holderOf, rollBackVolumes } from '../../../../core/execute/undo/roll-back-volumes.ts';
import { copySnapshot } from '../../../../core/execute/volumes/copy-snapshot.ts';
import { createVolume } from '../../../../core/execute/volumes/create-volume.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addVolume, type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const PROD = { account: '222233334444', region: 'us-east-1' };
const DEV = { account: '444455556666', region: 'eu-west-1' };
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/k';
const CLONE = { cloneId: 'run-1', route: { source: PROD, target: DEV } } as Clone;

let world: EbsWorld;
let store: ObjectStore;
let target: VolumeStorage;
let item: VolumeItem;
let killedAfter: keyof VolumeStorage | undefined;

class Killed extends Error {}

beforeEach(async () => {
  world = ebsWorld(leapingClock());
  world.keys.set(KEY, { ...DEV, arn: KEY, enabled: true, customerManaged: true });
  store = memoryObjectStore();
  killedAfter = undefined;
  const real = memoryVolumeStorage(world, DEV);
  target = new Proxy(real, {
    get: (storage, name: keyof VolumeStorage) => {
      const method = storage[name] as ((...args: unknown[]) => Promise<unknown>) | undefined;
      return (
        method &&
        (async (...given: unknown[]) => {
          const answer = await method(...given);
          if (name === killedAfter) throw new Killed();
          return answer;
        })
      );
    },
  });
  const shared = addVolume(world, PROD, 'us-east-1a', 1);
  const source = memoryVolumeStorage(world, PROD);
  const { id } = await source.createSnapshot(
    shared.volume.id,
    tagsFor('run-1', 'shop/db', 'source-snapshot'),
    'shared',
  );
  world.snapshots.get(id)!.sharedWith.add(DEV.account);
  world.snapshots.get(id)!.readyAt = 0;
  item = {
    claim: 'shop/db',
    strategy: 'share-and-copy',
    origin: { kind: 'volume', volumeId: shared.volume.id, snapshotId: id },
    sizeGiB: 1,
    zone: 'eu-west-1a',
    volumeType: 'gp3',
    kmsKeyArn: KEY,
    tags: { ...tagsFor('run-1', 'shop/db', 'target-volume'), Name: 'dev-shop-db' },
  };
});

/** Brings the volume over as the machine does, and answers both ids. */
async function cloned() {
  const { snapshotId } = await copySnapshot(target, store, CLONE, item);
  const { volumeId } = await createVolume(target, store, CLONE, item, snapshotId);
  return { snapshotId, volumeId };
}

const removeAll = () => removeSnapshots({ storage: target, step: 'target-snapshot' }, store, 'run-1');
/** EBS is asked again until the volume is made. */
const rollBack = async () => {
  for (const held of world.volumes.values()) if (held.volume.state === 'creating') held.volume.state = 'available';
  return rollBackVolumes(target, store, 'run-1');
};

/** What backup tools do: a snapshot with the volume's own tags beside theirs, and a description of theirs. */
const TOOLS: [string, Record<string, string>, string][] = [
  ["Velero's plugin", { 'velero.io/backup': 'nightly-1', 'velero.io/pv': 'pvc-1' }, ''],
  [
    'Data Lifecycle Manager',
    { 'aws:dlm:lifecycle-policy-id': 'policy-1' },
    'Created for policy: policy-1 schedule: Daily',
  ],
  ['AWS Backup', { 'aws:backup:source-resource': 'vol-1' }, 'This snapshot is created by the AWS Backup service.'],
];

describe('a backup of a clone', () => {
  // Promise: ebs-by-recorded-ids
  it.each(TOOLS)('of %s stays when the snapshots and volumes of the run are removed', async (_, tags, description) => {
    const { snapshotId, volumeId } = await cloned();
    const copied = { ...world.volumes.get(volumeId)!.volume.tags, ...tags };
    const backup = await target.createSnapshot(volumeId, copied, description);
    expect(await removeAll()).toBe(1);
    expect(await rollBack()).toEqual({ deleted: 1 });
    expect([...world.snapshots.keys()]).toContain(backup.id);
    expect([...world.snapshots.keys()]).not.toContain(snapshotId);
    expect([...world.volumes.keys()]).not.toContain(volumeId);
  });

  // Promise: ebs-by-recorded-ids
  it('of a step of the run stays even with the very tags of that step', async () => {
    const { volumeId } = await cloned();
    const backup = await target.createSnapshot(volumeId, tagsFor('run-1', 'shop/db', 'target-snapshot'), '');
    expect(await removeAll()).toBe(1);
    expect([...world.snapshots.keys()]).toContain(backup.id);
  });

  it('stays with the volume that was restored from it, which has the tags of the clone again', async () => {
    const { volumeId } = await cloned();
    const { tags } = world.volumes.get(volumeId)!.volume;
    const backup = await target.createSnapshot(volumeId, tags, '');
    const restored = await target.createVolume({
      snapshotId: backup.id,
      zone: 'eu-west-1a',
      sizeGiB: 1,
      type: 'gp3',
      kmsKeyArn: KEY,
      tags,
      clientToken: 'of the restore',
    });
    expect(await rollBack()).toEqual({ deleted: 1 });
    expect([...world.volumes.keys()]).toContain(restored.id);
  });
});

describe('a call that was never answered', () => {
  it('leaves a snapshot that is found by the description of its step, and used and removed', async () => {
    killedAfter = 'copySnapshot';
    await expect(cloned()).rejects.toBeInstanceOf(Killed);
    const before = world.snapshots.size;
    killedAfter = undefined;
    await cloned();
    expect(world.snapshots.size).toBe(before);
    expect(await removeAll()).toBe(1);
  });

  it('leaves a snapshot that the clean-up removes, run again or not', async () => {
    killedAfter = 'copySnapshot';
    await expect(cloned()).rejects.toBeInstanceOf(Killed);
    killedAfter = undefined;
    expect(await removeAll()).toBe(1);
    expect([...world.snapshots.values()].filter(({ account }) => account === DEV.account)).toEqual([]);
  });

  it('leaves a volume that the roll-back removes, and not what was restored beside it', async () => {
    const { snapshotId } = await copySnapshot(target, store, CLONE, item);
    killedAfter = 'createVolume';
    await expect(createVolume(target, store, CLONE, item, snapshotId)).rejects.toBeInstanceOf(Killed);
    killedAfter = undefined;
    const restored = addVolume(world, DEV, 'eu-west-1a', 1, { tags: item.tags, snapshotId: 'snap-of-a-backup' });
    expect(await rollBack()).toEqual({ deleted: 1 });
    expect([...world.volumes.values()].filter(({ account }) => account === DEV.account)).toEqual([restored]);
  });
});

describe('what somebody has taken the tags from', () => {
  it('is kept, since it is theirs now, and named with the reason', async () => {
    const { snapshotId, volumeId } = await cloned();
    world.snapshots.get(snapshotId)!.snapshot.tags = {};
    world.volumes.get(volumeId)!.volume.tags = { team: 'shop' };
    expect(await removeAll()).toBe(0);
    expect(await rollBack()).toEqual({ deleted: 0 });
    const kept = await allKept(store, 'run-1');
    expect(kept.map(({ at }) => at).toSorted()).toEqual([snapshotId, volumeId].toSorted());
    expect(kept.every(({ why }) => why.includes('tags'))).toBe(true);
  });
});

describe('a volume that others have attached to an instance', () => {
  const EARLY = { now: new Date('2026-11-22T10:04:00Z'), since: '2026-11-22T10:00:00Z' };
  const LATE = { ...EARLY, now: new Date('2026-11-22T10:06:00Z') };

  it.each([
    ['leaving', 'while EC2 may be about to detach it', { ...EARLY, objectsGone: true }],
    ['the run', 'where its objects are not gone', { ...LATE, objectsGone: false }],
    ['others', 'once nothing of the run can use it any more', { ...LATE, objectsGone: true }],
    [
      'leaving',
      'where nobody knows when it was looked at first',
      { ...LATE, since: 'its first look', objectsGone: true },
    ],
  ])('is held, by the time and by whether the objects are gone, by %s %s', (expected, _, moment) => {
    expect(holderOf(moment)).toBe(expected);
  });

  // Promise: containers-of-others-stay
  it('is waited for, and then kept with the instance in the reason, and the others go', async () => {
    const { snapshotId, volumeId } = await cloned();
    const second = await createVolume(target, store, CLONE, { ...item, claim: 'shop/files' }, snapshotId);
    const made = world.volumes.get(volumeId)!;
    Object.assign(made.volume, { state: 'in-use', instanceIds: ['i-0of-others'] });
    await expect(rollBack()).rejects.toMatchObject({ name: 'NotYet' });
    expect(await rollBackVolumes(target, store, 'run-1', 'others')).toMatchObject({});
    expect([...world.volumes.keys()]).toContain(volumeId);
    expect([...world.volumes.keys()]).not.toContain(second.volumeId);
    expect(await allKept(store, 'run-1')).toEqual([
      { at: volumeId, why: expect.stringContaining('attached it to i-0of-others') },
    ]);
  });
  it('is not waited for, and named, where the own objects of the run hold it for good', async () => {
    const { volumeId } = await cloned();
    Object.assign(world.volumes.get(volumeId)!.volume, { state: 'in-use', instanceIds: ['i-0a'] });
    await expect(rollBackVolumes(target, store, 'run-1', 'the run')).rejects.toMatchObject({
      name: 'RollBackIncomplete',
      message: expect.stringContaining(volumeId),
    });
    expect(await allKept(store, 'run-1')).toEqual([]);
  });
});
