import { beforeEach, describe, expect, it } from 'vitest';
import { editGzipped, editTarball } from './backup-bucket.ts';
import { type BackupWorld, CSI, NIGHTLY, worldWithSnapshots } from './backup-world.ts';

let world: BackupWorld;
beforeEach(() => {
  world = worldWithSnapshots();
});

// Promise: velero-blockers
describe('what cannot be cloned blocks the plan', () => {
  it('a claim that Velero has left out', async () => {
    for (const end of ['1', '3'])
      world.addSnapshot(`snap-0bbbbbbbbbbbbbbb${end}`, { CSIVolumeSnapshotName: 'snapshot-1' });
    expect(await world.blockers(CSI)).toEqual([
      'Claim shop/files was left out by Velero (volumeSnapshot: not satisfy the criteria for VolumePolicy or the legacy snapshot way); or set volumes.claims["shop/files"] to "skip" for an empty volume.',
    ]);
  });

  it('a snapshot that is gone', async () => {
    world.ebs.snapshots.delete('snap-0aaaaaaaaaaaaaaa3');
    expect(await world.blockers(NIGHTLY)).toEqual([
      'Snapshot snap-0aaaaaaaaaaaaaaa3, which Velero backup "nightly-1" has of claim shop/queue, is not in account 222233334444, Region us-east-1: somebody has deleted it. Clone from another one, or set volumes.claims["shop/queue"] to "skip" for an empty volume.',
    ]);
  });

  it("a snapshot that is not a backup's, which somebody may have written into the bucket", async () => {
    world.addSnapshot('snap-0aaaaaaaaaaaaaaa3', { team: 'payroll' });
    expect(await world.blockers(NIGHTLY)).toEqual([
      expect.stringContaining(
        'Snapshot snap-0aaaaaaaaaaaaaaa3, which Velero backup "nightly-1" has of claim shop/queue, has none of the tags that Velero and the EBS driver give theirs (velero.io/backup=*, CSIVolumeSnapshotName=*). Name it in the route\'s source.allowSnapshots',
      ),
    ]);
  });

  it('a snapshot of another cloud', async () => {
    editTarball(world.bucket, 'nightly-1', 'ebs.csi.aws.com', 'pd.csi.cloud.eu');
    editGzipped(world.bucket, 'nightly-1', '-volumeinfo.json.gz', (rows) => {
      rows[0].backupMethod = 'CSISnapshot';
      rows[0].csiSnapshotInfo = { driver: 'pd.csi.cloud.eu', snapshotHandle: 'projects/p/s' };
    });
    const sentences = await world.blockers(NIGHTLY);
    expect(sentences).toContainEqual(
      expect.stringContaining(
        'Claim shop/db was snapshotted by pd.csi.cloud.eu, which only its own cloud can read; back it up with --snapshot-move-data or --default-volumes-to-fs-backup',
      ),
    );
  });

  it('a block device, of which a repository has files', async () => {
    editTarball(world.bucket, 'nightly-1', '"volumeMode":"Filesystem"', '"volumeMode":"Block"     ');
    expect(
      await world.blockers({ ...NIGHTLY, volumes: { claims: { 'shop/db': 'skip', 'shop/queue': 'skip' } } }),
    ).toEqual([
      'Claim shop/files cannot be copied from repository "kopia/shop": A block device is kept as one file that has all of its bytes, and the snapshot holds more than one file, such as "db/big.bin" and "db/sparse.img". Way out: name the snapshot of the device, or the folder that its image is alone in (path); files go to a claim of volumeMode Filesystem, without "image"; or set volumes.claims["shop/files"] to "skip" for an empty volume.',
    ]);
  });

  it('a wrong password', async () => {
    world.password = 'guess';
    expect(await world.blockers(NIGHTLY)).toEqual([
      expect.stringContaining('Claim shop/files cannot be copied from repository "kopia/shop": '),
    ]);
  });

  it('files that the repository does not have any more', async () => {
    editGzipped(world.bucket, 'nightly-1', '-volumeinfo.json.gz', (rows) => {
      rows[2].pvbInfo.snapshotHandle = 'deadbeef';
    });
    expect(await world.blockers(NIGHTLY)).toEqual([
      expect.stringContaining(
        'Claim shop/files cannot be copied from repository "kopia/shop": The repository has no snapshot of snapshot "deadbeef"',
      ),
    ]);
  });
});
