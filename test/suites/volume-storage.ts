import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import type { VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import { type Deviations, knowing } from './deviations.ts';

/** Two accounts in two Regions, as a cross-account, cross-Region clone has them. */
export interface OpenVolumeStorage {
  source: VolumeStorage;
  target: VolumeStorage;
  sourceRegion: string;
  targetAccount: string;
  targetZones: string[];
  /** One of the target; its zone is not the only one of the Region. */
  targetSubnet: { id: string; zone: string };
  /** 2 GiB, unattached, under a customer managed key that the target may use. */
  volumeId: string;
  /** 1 GiB, under aws/ebs. */
  awsManagedVolumeId: string;
  /** Of the source, with two data volumes of 1 GiB and a boot volume. */
  instanceId: string;
  dataVolumeIds: string[];
  targetKeyArn: string;
  /** Well formed, but there is no such key. */
  missingKeyArn: string;
  /** Lets time pass until pending things are ready. */
  settle(): Promise<void>;
  close?: () => Promise<void>;
}

/** What every VolumeStorage promises. */
export function volumeStorageSuite(name: string, open: () => Promise<OpenVolumeStorage>, deviations: Deviations = {}) {
  const it = knowing(deviations);
  describe(`volume storage: ${name}`, () => {
    let ebs: OpenVolumeStorage;
    beforeAll(async () => {
      ebs = await open();
    });
    // EC2 takes one snapshot of a volume in 15 seconds.
    beforeEach(() => ebs.settle());
    afterAll(() => ebs.close?.());

    const tags = (step: string) => ({ 'kubeferry:clone-id': 'c-1', 'kubeferry:step': step });
    const copyOf = (sourceSnapshotId: string, step: string, kmsKeyArn = ebs.targetKeyArn) =>
      ebs.target.copySnapshot({
        sourceRegion: ebs.sourceRegion,
        sourceSnapshotId,
        kmsKeyArn,
        tags: tags(step),
        description: 'copied',
      });
    const shared = async (step: string) => {
      const { id } = await ebs.source.createSnapshot(ebs.volumeId, tags(step), 'taken');
      await ebs.settle();
      await ebs.source.shareSnapshot(id, ebs.targetAccount);
      return id;
    };

    it('describes volumes in the order asked for', async () => {
      const ids = [ebs.dataVolumeIds[1]!, ebs.volumeId, ebs.dataVolumeIds[0]!];
      const volumes = await ebs.source.describeVolumes(ids);
      expect(volumes.map(({ id }) => id)).toEqual(ids);
      expect(volumes[1]).toMatchObject({ state: 'available', sizeGiB: 2, encrypted: true, instanceIds: [] });
      expect(volumes[0]).toMatchObject({ state: 'in-use', instanceIds: [ebs.instanceId] });
    });

    it('names every volume that is missing', async () => {
      const ids = ['vol-00000000000000bad', ebs.volumeId, 'vol-00000000000000bae'];
      const failure = ebs.source.describeVolumes(ids);
      await expect(failure).rejects.toMatchObject({ name: 'NotFound' });
      await expect(failure).rejects.toThrow(/vol-00000000000000bad.*vol-00000000000000bae/);
    });

    it('does not show the volumes of another account', async () => {
      await expect(ebs.target.describeVolumes([ebs.volumeId])).rejects.toMatchObject({ name: 'NotFound' });
    });

    it('snapshots a volume, pending first and completed later', async () => {
      const { id, state } = await ebs.source.createSnapshot(ebs.volumeId, tags('one'), 'taken');
      expect(state).toBe('pending');
      await ebs.settle();
      const snapshot = await ebs.source.describeSnapshot(id);
      expect(snapshot).toMatchObject({ state: 'completed', volumeId: ebs.volumeId, sizeGiB: 2, tags: tags('one') });
    });

    it('keeps the description that a snapshot was made with, and answers it in every list', async () => {
      const one = await ebs.source.createSnapshot(ebs.volumeId, tags('described'), 'by one');
      const [other] = await ebs.source.createSnapshots(ebs.instanceId, [], tags('described'), 'by a set');
      const found = await ebs.source.findSnapshots(tags('described'));
      const described = new Map(found.map(({ id, description }) => [id, description]));
      expect([described.get(one.id), described.get(other!.id)]).toEqual(['by one', 'by a set']);
      expect((await ebs.source.describeSnapshot(one.id)).description).toBe('by one');
    });

    it('answers which of some ids are there, and misses no other', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.volumeId, tags('present'), 'taken');
      const snapshots = await ebs.source.presentSnapshots(['snap-00000000000000bad', id]);
      expect(snapshots.map((it) => it.id)).toEqual([id]);
      const volumes = await ebs.source.presentVolumes(['vol-00000000000000bad', ebs.volumeId]);
      expect(volumes.map((it) => it.id)).toEqual([ebs.volumeId]);
      expect(await ebs.target.presentSnapshots([id])).toEqual([]);
      expect(await ebs.target.presentVolumes([])).toEqual([]);
    });

    it('finds the own snapshots that carry all the tags', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.volumeId, tags('find me'), 'taken');
      await ebs.source.tagSnapshot(id, { 'kubeferry:claim': 'shop/data*' });
      const wanted = { ...tags('find me'), 'kubeferry:claim': 'shop/data*' };
      expect((await ebs.source.findSnapshots(wanted)).map((it) => it.id)).toEqual([id]);
      expect(await ebs.source.findSnapshots({ ...wanted, 'kubeferry:claim': 'shop/*' })).toEqual([]);
      expect(await ebs.target.findSnapshots(wanted)).toEqual([]);
    });

    it('snapshots the data volumes of one instance together, without the boot volume', async () => {
      const instances = await ebs.source.instanceTags([ebs.instanceId, 'i-0123456789abcdef0']);
      expect([...instances.keys()]).toEqual([ebs.instanceId]);
      expect((await ebs.source.attachedDataVolumes(ebs.instanceId)).sort()).toEqual([...ebs.dataVolumeIds].sort());
      const set = await ebs.source.createSnapshots(ebs.instanceId, [], tags('set'), 'taken together');
      expect(set.map(({ volumeId }) => volumeId).sort()).toEqual([...ebs.dataVolumeIds].sort());
      expect(await ebs.source.findSnapshots(tags('set'))).toHaveLength(2);
    });

    it('leaves out the volumes that it is told to', async () => {
      const [kept, left] = ebs.dataVolumeIds as [string, string];
      const set = await ebs.source.createSnapshots(ebs.instanceId, [left], tags('part'), 'taken together');
      expect(set.map(({ volumeId }) => volumeId)).toEqual([kept]);
    });

    it('copies only what was shared, under the key of the target', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.volumeId, tags('share'), 'taken');
      await ebs.settle();
      await expect(copyOf(id, 'unshared')).rejects.toThrow();
      await ebs.source.shareSnapshot(id, ebs.targetAccount);
      const copy = await copyOf(id, 'copy');
      expect(await ebs.target.describeSnapshot(copy)).toMatchObject({ state: 'pending', tags: tags('copy') });
      await ebs.settle();
      expect(await ebs.target.describeSnapshot(copy)).toMatchObject({
        state: 'completed',
        sizeGiB: 2,
        encrypted: true,
        kmsKeyArn: ebs.targetKeyArn,
      });
      expect((await ebs.target.findSnapshots(tags('copy'))).map((it) => it.id)).toEqual([copy]);
    });

    it('lists the own snapshots of one volume, whoever made them, with the time of each', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.dataVolumeIds[0]!, {}, 'by a backup tool');
      await ebs.source.createSnapshot(ebs.dataVolumeIds[1]!, {}, 'of another volume');
      await ebs.settle();
      const found = await ebs.source.snapshotsOf([ebs.dataVolumeIds[0]!]);
      expect(found.every(({ volumeId }) => volumeId === ebs.dataVolumeIds[0])).toBe(true);
      const mine = found.find((each) => each.id === id);
      expect(mine).toMatchObject({ state: 'completed', description: 'by a backup tool' });
      expect(Date.parse(mine!.startedAt)).toBeGreaterThan(0);
      expect(await ebs.target.snapshotsOf([ebs.dataVolumeIds[0]!])).toEqual([]);
    });

    it('says with which accounts a snapshot is shared', async () => {
      const id = await shared('seen-shares');
      expect(await ebs.source.sharedWith(id)).toEqual([ebs.targetAccount]);
      await ebs.source.unshareSnapshot(id, ebs.targetAccount);
      expect(await ebs.source.sharedWith(id)).toEqual([]);
    });

    it('stops sharing, also what is not shared or gone', async () => {
      const id = await shared('unshare');
      await ebs.source.unshareSnapshot(id, ebs.targetAccount);
      await ebs.source.unshareSnapshot(id, ebs.targetAccount);
      await expect(copyOf(id, 'too late')).rejects.toThrow();
      await ebs.source.deleteSnapshot(id);
      await ebs.source.unshareSnapshot(id, ebs.targetAccount);
    });

    it('cannot share a snapshot under aws/ebs', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.awsManagedVolumeId, tags('managed'), 'taken');
      await ebs.settle();
      await expect(ebs.source.shareSnapshot(id, ebs.targetAccount)).rejects.toThrow();
    });

    it('shows a key that does not exist only later, as state error', async () => {
      const copy = await copyOf(await shared('bad key'), 'bad key', ebs.missingKeyArn);
      await ebs.settle();
      const failed = await ebs.target.describeSnapshot(copy);
      expect(failed).toMatchObject({ state: 'error', stateMessage: expect.stringContaining('key') });
    });

    it('creates one volume for one client token, however often it is asked', async () => {
      const snapshotId = await copyOf(await shared('volume'), 'volume');
      await ebs.settle();
      const zone = ebs.targetZones[0]!;
      const kmsKeyArn = ebs.targetKeyArn;
      const request = { snapshotId, zone, sizeGiB: 8, type: 'gp3', iops: 4_000, kmsKeyArn, tags: tags('volume') };
      const { id } = await ebs.target.createVolume({ ...request, clientToken: 'token-1' });
      expect((await ebs.target.createVolume({ ...request, clientToken: 'token-1' })).id).toBe(id);
      await ebs.settle();
      const [volume] = await ebs.target.findVolumes(tags('volume'));
      expect(volume).toMatchObject({ id, state: 'available', zone, sizeGiB: 8, type: 'gp3', iops: 4_000, snapshotId });
      expect(volume).toMatchObject({ encrypted: true, kmsKeyArn, tags: tags('volume') });

      await ebs.target.deleteVolume(id);
      await ebs.target.deleteVolume(id);
      await expect(ebs.target.describeVolumes([id])).rejects.toMatchObject({ name: 'NotFound' });
    });

    it('deletes a snapshot, and does not mind when it is gone', async () => {
      const { id } = await ebs.source.createSnapshot(ebs.volumeId, tags('delete'), 'taken');
      await ebs.settle();
      await ebs.source.deleteSnapshot(id);
      await ebs.source.deleteSnapshot(id);
      await expect(ebs.source.describeSnapshot(id)).rejects.toMatchObject({ name: 'NotFound' });
    });

    it('does not delete an attached volume', async () => {
      await expect(ebs.source.deleteVolume(ebs.dataVolumeIds[0]!)).rejects.toMatchObject({ name: 'NotYet' });
    });

    it('lists the zones of its own Region', async () => {
      expect(await ebs.target.zones([])).toEqual(ebs.targetZones);
    });

    it('lists the zones of subnets alone, where nodes of a cluster would be made', async () => {
      const { id, zone } = ebs.targetSubnet;
      expect(await ebs.target.zones([id])).toEqual([zone]);
    });
  });
}
