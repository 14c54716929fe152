import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readOldVolumeRows } from '../../../../core/plan/velero/old-volume-rows.ts';
import { readVolumeRows } from '../../../../core/plan/velero/volume-rows.ts';

const fixture = (name: string, end: string) =>
  JSON.parse(gunzipSync(readFileSync(`test/fixtures/velero/team/backups/${name}/${name}${end}`)).toString());
const dataOf = (row: object) => readVolumeRows([{ pvcNamespace: 'shop', pvcName: 'db', ...row }])[0]!.data;

// Promise: velero-volumes
describe('of the volumes of a backup', () => {
  it('native snapshots and files in Kopia are found', () => {
    expect(readVolumeRows(fixture('nightly-1', '-volumeinfo.json.gz'))).toEqual([
      {
        claim: 'shop/db',
        zone: 'us-east-1a',
        type: 'gp3',
        iops: 3000,
        data: { kind: 'snapshot', snapshotId: 'snap-0aaaaaaaaaaaaaaa1' },
      },
      {
        claim: 'shop/queue',
        zone: 'us-east-1a',
        type: 'gp3',
        iops: 3000,
        data: { kind: 'snapshot', snapshotId: 'snap-0aaaaaaaaaaaaaaa3' },
      },
      {
        claim: 'shop/files',
        data: {
          kind: 'files',
          type: 'kopia',
          namespace: 'shop',
          snapshotId: '675259c2a8d7c5202c5cf7c66ecb8343',
          bytes: 400000,
        },
      },
    ]);
  });

  it('CSI snapshots of the EBS driver are found, and what was skipped says why', () => {
    expect(readVolumeRows(fixture('csi-1', '-volumeinfo.json.gz'))).toEqual([
      {
        claim: 'shop/files',
        data: {
          kind: 'none',
          why: 'was left out by Velero (volumeSnapshot: not satisfy the criteria for VolumePolicy or the legacy snapshot way)',
        },
      },
      { claim: 'shop/db', sizeGiB: 8, data: { kind: 'snapshot', snapshotId: 'snap-0bbbbbbbbbbbbbbb1' } },
      { claim: 'shop/queue', sizeGiB: 8, data: { kind: 'snapshot', snapshotId: 'snap-0bbbbbbbbbbbbbbb3' } },
    ]);
  });

  it('those are in the repository of the claim that the data mover has read off a snapshot, whose own handle is unknown', () => {
    const row = {
      backupMethod: 'CSISnapshot',
      snapshotDataMoved: true,
      result: 'succeeded',
      csiSnapshotInfo: { snapshotHandle: 'unknown', driver: 'unknown', size: 0 },
      snapshotDataMovementInfo: { dataMover: 'velero', uploaderType: 'kopia', snapshotHandle: 'f00d', size: 5 },
    };
    expect(dataOf(row)).toEqual({
      kind: 'files',
      type: 'kopia',
      namespace: 'shop',
      snapshotId: 'f00d',
      bytes: 5,
      moved: true,
    });
  });

  it('an emptyDir is no claim', () => {
    const pvbInfo = {
      podName: 'web',
      podNamespace: 'shop',
      volumeName: 'cache',
      uploaderType: 'restic',
      snapshotHandle: 'a',
    };
    expect(readVolumeRows([{ backupMethod: 'PodVolumeBackup', result: 'succeeded', pvbInfo }])).toEqual([
      {
        ofPod: 'shop/web, volume cache',
        data: { kind: 'files', type: 'restic', namespace: 'shop', snapshotId: 'a' },
      },
    ]);
  });

  it.each([
    [
      { backupMethod: 'CSISnapshot', csiSnapshotInfo: { driver: 'pd.csi.storage.gke.io', snapshotHandle: 'x' } },
      'was snapshotted by pd.csi.storage.gke.io, which only its own cloud can read; back it up with --snapshot-move-data or --default-volumes-to-fs-backup',
    ],
    [
      { backupMethod: 'NativeSnapshot', nativeSnapshotInfo: { snapshotHandle: 'projects/p/global/snapshots/x' } },
      'was snapshotted by the native snapshotter as "projects/p/global/snapshots/x", which is no snapshot of EBS',
    ],
    [
      {
        backupMethod: 'CSISnapshot',
        snapshotDataMoved: true,
        snapshotDataMovementInfo: { dataMover: 'acme', snapshotHandle: 'x' },
      },
      'was moved by data mover "acme"; kubeferry reads Velero\'s own ("velero")',
    ],
    [{ backupMethod: 'NativeSnapshot', result: 'failed' }, 'could not be backed up by Velero: its result is "failed"'],
    [
      { backupMethod: 'PodVolumeBackup', pvbInfo: { uploaderType: 'kopia', snapshotHandle: '' } },
      'has no snapshot in its repository: its upload has not come to an end',
    ],
    [{ backupMethod: 'Telepathy' }, 'is kept by "Telepathy", which kubeferry does not know'],
  ])('none is invented: %j', (row, why) => {
    expect(dataOf(row)).toEqual({ kind: 'none', why });
  });

  it('before Velero 1.13 the same is read from its other files', () => {
    const old = {
      snapshots: fixture('nightly-1', '-volumesnapshots.json.gz'),
      podVolumes: fixture('nightly-1', '-podvolumebackups.json.gz'),
      claimOfVolume: { 'pv-db': 'shop/db', 'pv-queue': 'shop/queue' },
    };
    expect(readOldVolumeRows(old)).toEqual(readVolumeRows(fixture('nightly-1', '-volumeinfo.json.gz')));
    expect(readOldVolumeRows({ ...old, snapshots: null, podVolumes: null })).toEqual([]);
  });
});
