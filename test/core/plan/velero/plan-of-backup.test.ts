import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import type { ClusterFacts } from '../../../../core/translate/context.ts';
import { bucketOf } from '../../repositories/folder-blobs.ts';
import { edit, editGzipped, editTarball } from './backup-bucket.ts';
import { type BackupWorld, CSI, NIGHTLY, sentences, worldWithSnapshots } from './backup-world.ts';

let world: BackupWorld;
beforeEach(() => {
  world = worldWithSnapshots();
});
const SHOP = { selection: { namespaces: ['shop'] } };

// Promise: velero-source
describe('a clone of a Velero backup', () => {
  it('takes EBS snapshots as they are, and files from Kopia', async () => {
    const { clone, plan } = await world.plan(NIGHTLY);
    expect(blockersOf(plan)).toEqual([]);
    expect(clone.fromBackup).toEqual({
      name: 'nightly-1',
      takenAt: '2026-11-30T00:22:05Z',
      expiresAt: '2026-12-30T00:22:05Z',
    });
    expect(plan.namespaces).toEqual(['shop']);
    expect(plan.volumes).toMatchObject([
      {
        claim: 'shop/db',
        strategy: 'share-and-copy',
        origin: { kind: 'snapshot', snapshotId: 'snap-0aaaaaaaaaaaaaaa1', foreign: true },
        sizeGiB: 8,
        volumeType: 'gp3',
        sourceZone: 'us-east-1a',
        zone: 'eu-west-1a',
      },
      {
        claim: 'shop/files',
        strategy: 'write-image',
        origin: {
          kind: 'files',
          repository: { type: 'kopia', bucket: 'velero', prefix: 'team/kopia/shop/' },
          snapshotId: '675259c2a8d7c5202c5cf7c66ecb8343',
        },
        sizeGiB: 8,
      },
      { claim: 'shop/queue', origin: { snapshotId: 'snap-0aaaaaaaaaaaaaaa3' } },
    ]);
  });

  it('has the objects of the tarball, and nothing that Velero has written into them', async () => {
    const { plan } = await world.plan(NIGHTLY);
    const applied = plan.objects
      .filter(({ outcome }) => outcome === 'apply')
      .map(({ ref }) => `${ref.kind} ${ref.name}`);
    expect(applied).toEqual(expect.arrayContaining(['Deployment api', 'ConfigMap settings', 'Namespace shop']));
  });

  it('says of when it is, what it does not hold, and what nobody can know from it', async () => {
    const { plan } = await world.plan(NIGHTLY);
    expect(sentences(plan, 'velero')).toEqual([
      'info: The clone is made of Velero backup "nightly-1" of 2026-11-30T00:22:05Z: what was changed since is not in it. Velero removes it at 2026-12-30T00:22:05Z.',
      'info: The backup holds no Node, no CSIDriver, no StorageClass, no IngressClass, no PriorityClass, no CustomResourceDefinition: what the source cluster had of them is not known, so that nothing of it is compared with the target and nothing of it is brought there. A backup with --include-cluster-resources has them.',
      expect.stringContaining('info: The backup does not say of which type the volumes of shop/files were'),
    ]);
    expect(sentences(plan, 'origins')).toContain(
      'warning: Claim shop/files comes from a backup by kopia, which does not keep extended attributes, ACLs, hard links, device files and named pipes and the bytes of names that are not UTF-8. If the workload needs them, back its volume up by a snapshot instead.',
    );
  });

  it('takes the version and the zones of the source from the backup, and invents nothing', async () => {
    await world.plan(NIGHTLY);
    const facts = await findRecord<ClusterFacts>(world.store, keysOf('run-1').sourceFacts);
    expect(facts).toMatchObject({
      cluster: 'prod',
      version: '1.36',
      zones: ['us-east-1a'],
      nodeLabels: [],
      drivers: [],
      storageClasses: [],
      present: [],
    });
  });

  it('of some kinds only has the Namespace that the backup does not hold, and CSI snapshots', async () => {
    for (const end of ['1', '3'])
      world.addSnapshot(`snap-0bbbbbbbbbbbbbbb${end}`, { CSIVolumeSnapshotName: 'snapshot-1' });
    const { plan } = await world.plan({ ...CSI, volumes: { claims: { 'shop/files': 'skip' } } });
    expect(blockersOf(plan)).toEqual([]);
    expect(plan.volumes).toMatchObject([
      { claim: 'shop/db', origin: { snapshotId: 'snap-0bbbbbbbbbbbbbbb1' }, sizeGiB: 8 },
      { claim: 'shop/queue', origin: { snapshotId: 'snap-0bbbbbbbbbbbbbbb3' } },
    ]);
    expect(plan.namespaces).toEqual(['shop']);
  });

  it('stays the same when the backup is removed after its plan', async () => {
    const first = await world.plan(NIGHTLY);
    for (const key of [...world.bucket.keys()]) if (key.includes('/backups/')) world.bucket.delete(key);
    const again = await world.plan(NIGHTLY);
    expect(again.plan.hash).toBe(first.plan.hash);
  });

  it('tells what Velero could not keep', async () => {
    edit(world.bucket, 'nightly-1', ({ status }) => Object.assign(status, { phase: 'PartiallyFailed', errors: 2 }));
    editGzipped(world.bucket, 'nightly-1', '-results.gz', () => ({
      errors: { velero: ['one'], namespaces: { shop: ['error getting volume info: two\u001b[31m'] } },
    }));
    const { plan } = await world.plan(NIGHTLY);
    expect(sentences(plan, 'velero').filter((each) => each.startsWith('warning'))).toEqual([
      'warning: Velero backup "nightly-1" is PartiallyFailed, so that the clone may lack something: one. Clone from another backup if that matters.',
      'warning: Velero backup "nightly-1" is PartiallyFailed, so that the clone may lack something: error getting volume info: two. Clone from another backup if that matters.',
    ]);
  });

  it('leaves the files of an emptyDir behind, and says so', async () => {
    editGzipped(world.bucket, 'nightly-1', '-volumeinfo.json.gz', (rows) => [
      ...rows,
      {
        backupMethod: 'PodVolumeBackup',
        result: 'succeeded',
        pvbInfo: {
          podName: 'web',
          podNamespace: 'shop',
          volumeName: 'cache',
          uploaderType: 'kopia',
          snapshotHandle: 'a',
        },
      },
    ]);
    const { plan } = await world.plan(NIGHTLY);
    expect(sentences(plan, 'velero')).toContain(
      "warning: The files of pod shop/web, volume cache, are in the backup and not in the clone: the volume is no claim's, and a new pod begins with an empty one.",
    );
  });
});

describe('nothing is begun', () => {
  it('of a tarball that was cut short', async () => {
    const key = 'team/backups/nightly-1/nightly-1.tar.gz';
    world.bucket.set(key, world.bucket.get(key)!.subarray(0, 2_000));
    await expect(world.plan(NIGHTLY)).rejects.toMatchObject({ name: 'DataCorrupt' });
  });

  it('of a backup that is removed before its plan', async () => {
    const clone = await world.begin(NIGHTLY);
    for (const key of [...world.bucket.keys()]) if (key.includes('nightly-1')) world.bucket.delete(key);
    expect(clone.fromBackup?.name).toBe('nightly-1');
    await expect(world.plan(NIGHTLY)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining('Velero has removed it, by a deletion or at its expiry.'),
    });
  });

  it('of records that are not whole', async () => {
    world.bucket.set('team/backups/nightly-1/nightly-1-volumeinfo.json.gz', gzipSync('[{"pvcName":'));
    await expect(world.plan(NIGHTLY)).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining('nightly-1-volumeinfo.json.gz" of the backup is not whole'),
    });
  });

  it('that asks of a backup what only a cluster can do, and all of it is said at once', async () => {
    const request = {
      ...NIGHTLY,
      mode: 'plan',
      profile: 'migrate',
      quiesce: { scaleToZero: true },
      cutOver: true,
      target: { createCluster: true },
    };
    const problems = await world.begin(request).catch(({ problems }) => problems as { at: string }[]);
    expect((problems as { at: string }[]).map(({ at }) => at)).toEqual(
      expect.arrayContaining(['quiesce', 'cutOver', 'target.createCluster']),
    );
  });
});

it('takes a block volume that the data mover of Velero has kept as the device that it is', async () => {
  for (const key of [...world.bucket.keys()]) if (key.startsWith('team/kopia/')) world.bucket.delete(key);
  for (const [key, body] of bucketOf('test/fixtures/repositories/kopia-device'))
    world.bucket.set(`team/kopia/shop/${key}`, body);
  editTarball(world.bucket, 'nightly-1', '"volumeMode":"Filesystem"', '"volumeMode":"Block"     ');
  editGzipped(world.bucket, 'nightly-1', '-volumeinfo.json.gz', (rows) => {
    rows[2].backupMethod = 'CSISnapshot';
    rows[2].snapshotDataMoved = true;
    rows[2].snapshotDataMovementInfo = { dataMover: 'velero', uploaderType: 'kopia', snapshotHandle: DEVICE };
  });
  const { plan } = await world.plan(NIGHTLY);
  expect(blockersOf(plan)).toEqual([]);
  expect(plan.volumes.find(({ claim }) => claim === 'shop/files')).toMatchObject({
    strategy: 'write-image',
    origin: { kind: 'image', snapshotId: DEVICE, losses: [], bytes: 3_146_240 },
  });
  expect(sentences(plan, 'origins').filter((each) => each.includes('Claim shop/files'))).toEqual([
    expect.stringContaining('info: Claim shop/files is copied from snapshot '),
    'info: Claim shop/files gets the bytes of the device that repository "kopia/shop" has, as they are: kubeferry does not look into it. A file system on it is the one that was backed up, which its PersistentVolume has to name in csi.fsType.',
  ]);
});
const DEVICE = '988ce2dee1d38b134172bdc479061754';

it('is the newest backup when the request names none, and the same one when the start is tried again', async () => {
  const clone = await world.begin(SHOP);
  expect(clone.fromBackup?.name).toBe('csi-1');
  world.bucket.delete('team/backups/csi-1/velero-backup.json');
  expect((await world.begin(SHOP)).fromBackup?.name).toBe('csi-1');
});

it('passes a damaged one over, and the plan says which', async () => {
  world.bucket.set('team/backups/csi-1/velero-backup.json', Buffer.from('{"kind":"Back'));
  const { clone, plan } = await world.plan(SHOP);
  expect(clone.fromBackup).toMatchObject({ name: 'nightly-1', passedOver: ['csi-1'] });
  expect(sentences(plan, 'velero')).toContain(
    'warning: Backup "csi-1" was passed over, since its velero-backup.json is no Backup of Velero of that name: it may be a newer one. Remove what is damaged, or name the backup that is meant.',
  );
});

it('takes a claim from another repository of the route where the request says so', async () => {
  const secret = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef';
  world.route.repositories = { nightly: { type: 'restic', bucket: 'b', prefix: 'restic', folders: ['/'], secret } };
  for (const [key, body] of bucketOf('test/fixtures/repositories/restic-v2')) world.bucket.set(`restic/${key}`, body);
  const volumes = { origins: { 'shop/queue': { repository: 'nightly' } } };
  const { plan } = await world.plan({ ...NIGHTLY, volumes });
  expect(blockersOf(plan)).toEqual([]);
  expect(plan.volumes[2]).toMatchObject({
    claim: 'shop/queue',
    origin: { kind: 'files', name: 'nightly' },
    sizeGiB: 8,
  });
});
