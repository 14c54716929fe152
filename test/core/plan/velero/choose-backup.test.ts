import { beforeEach, describe, expect, it } from 'vitest';
import { type BackupWish, chooseBackup } from '../../../../core/plan/velero/choose-backup.ts';
import { listBackups } from '../../../../core/plan/velero/list-backups.ts';
import { namespacesIn } from '../../../../core/plan/velero/namespaces-in.ts';
import type { Bucket } from '../../repositories/folder-blobs.ts';
import { copyBackup, edit, placeOf, veleroBucket } from './backup-bucket.ts';

let bucket: Bucket;
beforeEach(() => {
  bucket = veleroBucket();
});

const NOW = '2026-12-01T00:00:00Z';
const choose = (backup: string, more: Partial<BackupWish> = {}) =>
  chooseBackup(placeOf(bucket), { backup, namespaces: [], route: 'nightly-to-dev', now: NOW, ...more });
const chosen = async (...given: Parameters<typeof choose>) => (await choose(...given)).name;
const refusal = (...given: Parameters<typeof choose>) =>
  choose(...given).then(
    () => expect.unreachable(),
    (error) => error as { name: string; message: string; problems: unknown },
  );
/** Of a schedule, as Velero names them. */
const addNightly = (day: string, change: (backup: { status: object }) => void = () => {}) =>
  copyBackup(bucket, 'nightly-1', `shop-202611${day}020000`, (backup) => {
    backup.metadata.labels['velero.io/schedule-name'] = 'shop';
    backup.status.startTimestamp = `2026-11-${day}T02:00:00Z`;
    change(backup);
  });

describe('the backups of a bucket', () => {
  it('are told by what Velero has written, the newest first', async () => {
    expect((await listBackups(placeOf(bucket))).backups).toEqual([
      {
        name: 'csi-1',
        phase: 'Completed',
        startedAt: '2026-11-30T00:22:23Z',
        completedAt: '2026-11-30T00:22:34Z',
        expiresAt: '2026-12-30T00:22:23Z',
        version: 'v1.36.3',
        format: '1.1.0',
        included: ['shop'],
        excluded: [],
        objects: 13,
        errors: 0,
        warnings: 0,
      },
      expect.objectContaining({ name: 'nightly-1', included: ['shop'], objects: 13 }),
    ]);
  });

  it('are those whose own file is there: one that is being written, or removed, has none', async () => {
    bucket.delete('team/backups/csi-1/velero-backup.json');
    expect((await listBackups(placeOf(bucket))).backups.map(({ name }) => name)).toEqual(['nightly-1']);
  });

  it('end with an error when one is called as another', async () => {
    edit(bucket, 'csi-1', (backup) => {
      backup.metadata.name = 'nightly-1';
    });
    await expect(choose('csi-1')).rejects.toThrow('is of backup "nightly-1", which has a folder of its own');
  });

  it('are the others when the file of one is no backup, which only ends with an error what names it', async () => {
    bucket.set('team/backups/csi-1/velero-backup.json', Buffer.from('{"kind":"Back'));
    const { backups, unreadable } = await listBackups(placeOf(bucket));
    expect([backups.map(({ name }) => name), unreadable]).toEqual([['nightly-1'], ['csi-1']]);
    expect(await choose('latest')).toMatchObject({ name: 'nightly-1', unreadable: ['csi-1'] });
    await expect(choose('csi-1')).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining('File "team/backups/csi-1/velero-backup.json" is no Backup of Velero'),
    });
  });

  it('are none where all are damaged, and the refusal names them', async () => {
    for (const name of ['csi-1', 'nightly-1']) bucket.set(`team/backups/${name}/velero-backup.json`, Buffer.from('{'));
    expect((await refusal('latest')).message).toContain('The files of "csi-1", "nightly-1" are damaged');
  });

  it('tell which namespaces they have something of', async () => {
    expect(await namespacesIn(placeOf(bucket), 'nightly-1')).toEqual(['shop']);
  });
});

describe('the backup that is meant', () => {
  it('is the one of that name', async () => {
    expect(await chosen('nightly-1')).toBe('nightly-1');
  });

  it('is the newest of all, or of a schedule', async () => {
    addNightly('28');
    addNightly('29');
    expect(await chosen('latest')).toBe('csi-1');
    expect(await chosen('latest:shop')).toBe('shop-20261129020000');
  });

  it('is complete, not yet expired, and was to hold what is selected, where the latest is meant', async () => {
    addNightly('26');
    addNightly('27', ({ status }) => Object.assign(status, { phase: 'PartiallyFailed', errors: 1 }));
    addNightly('28', ({ status }) => Object.assign(status, { phase: 'InProgress' }));
    addNightly('29', ({ status }) => Object.assign(status, { expiration: '2026-11-30T02:00:00Z' }));
    copyBackup(bucket, 'nightly-1', 'other', (backup) => {
      backup.metadata.labels['velero.io/schedule-name'] = 'shop';
      backup.spec.includedNamespaces = ['other'];
    });
    expect(await chosen('latest:shop', { namespaces: ['shop'] })).toBe('shop-20261126020000');
  });

  it('may have errors when it is named', async () => {
    edit(bucket, 'nightly-1', ({ status }) => {
      status.phase = 'PartiallyFailed';
    });
    expect(await chosen('nightly-1')).toBe('nightly-1');
  });
});

// Promise: velero-usable-backups
describe('no backup is taken', () => {
  it.each([
    ['InProgress', 'is InProgress: it can be cloned from once Velero has completed it.'],
    ['Finalizing', 'is Finalizing: it can be cloned from once Velero has completed it.'],
    ['Failed', 'is Failed: Velero has not made it. Take another one.'],
    ['FailedValidation', 'is FailedValidation: Velero has not made it. Take another one.'],
    ['Deleting', 'is being deleted. Clone from another one.'],
  ])('that is %s', async (phase, why) => {
    edit(bucket, 'nightly-1', ({ status }) => {
      status.phase = phase;
    });
    const { name, message, problems } = await refusal('nightly-1');
    expect(name).toBe('InvalidRequest');
    expect(message).toBe(`Backup "nightly-1" ${why} kubeferry backups nightly-to-dev lists them. Nothing was touched.`);
    expect(problems).toMatchObject([{ at: 'source.backup' }]);
  });

  it('that has expired', async () => {
    expect((await refusal('nightly-1', { now: '2026-12-30T00:22:05Z' })).message).toContain(
      'Backup "nightly-1" expired at 2026-12-30T00:22:05Z, so that Velero may remove it at any moment. Clone from a newer one, and give backups a longer --ttl.',
    );
  });

  it('of a name that nobody knows, and what is meant is guessed', async () => {
    expect((await refusal('nightly-2')).message).toContain(
      'There is no backup "nightly-2" in s3://velero/team; did you mean "nightly-1"? kubeferry backups nightly-to-dev lists them.',
    );
  });

  it('of a schedule that has none', async () => {
    addNightly('28');
    expect((await refusal('latest:shp')).message).toContain(
      'There is no backup of schedule "shp" in s3://velero/team; did you mean "shop"?',
    );
  });

  it('as the latest when none is complete', async () => {
    addNightly('28', ({ status }) => Object.assign(status, { phase: 'PartiallyFailed' }));
    expect((await refusal('latest:shop')).message).toContain(
      'No backup of schedule "shop" can be taken as the latest one; the newest, "shop-20261128020000", has errors, so that only its name means it.',
    );
  });

  it('as the latest when none was to hold the namespace', async () => {
    expect((await refusal('latest', { namespaces: ['blog'] })).message).toContain(
      'No backup was to hold blog; the newest is "csi-1".',
    );
  });

  it('from a bucket without any', async () => {
    bucket.clear();
    expect((await refusal('latest')).message).toContain(
      'There is no backup in s3://velero/team; was anything backed up yet?',
    );
  });
});
