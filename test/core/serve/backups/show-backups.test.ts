import { beforeEach, describe, expect, it } from 'vitest';
import { printBackups } from '../../../../cli/api/print-backups.ts';
import type { Route } from '../../../../core/base/request/route.ts';
import { showBackups } from '../../../../core/serve/api/show-backups.ts';
import type { BackupList } from '../../../../core/serve/backups/backup-schemas.ts';
import { copyBackup, edit, placeOf, veleroBucket } from '../../plan/velero/backup-bucket.ts';
import type { Bucket } from '../../repositories/folder-blobs.ts';

let bucket: Bucket;
beforeEach(() => {
  bucket = veleroBucket();
});

const NOW = '2026-12-01T00:00:00Z';
const routes = [{ name: 'backups-to-dev' }, { name: 'prod-to-dev' }] as Route[];
const ask = (query: Record<string, string> = {}, route = 'backups-to-dev') =>
  showBackups(
    {
      key: 'GET /routes/{route}/backups',
      labels: { route },
      query,
      headers: {},
      body: '',
      caller: '',
      at: new Date(NOW),
    },
    {
      routes,
      now: () => NOW,
      newId: () => '1',
      backups: async (visit) => (visit.route.name === 'backups-to-dev' ? placeOf(bucket) : undefined),
    },
  );
const list = async (query: Record<string, string> = {}) => JSON.parse((await ask(query)).body) as BackupList;

// Promise: backups-are-listed
describe('the backups of a route', () => {
  it('are told beside the names of those that are damaged', async () => {
    bucket.set('team/backups/csi-1/velero-backup.json', Buffer.from('{'));
    const found = await list();
    expect(found).toMatchObject({ backups: [{ name: 'nightly-1' }], unreadable: ['csi-1'], total: 1 });
    expect(printBackups(found, Date.parse(NOW))).toContain('Damaged, and passed over: csi-1\n');
  });

  it('are told with what is in them and how each volume is kept, the newest first', async () => {
    const { backups, ...rest } = await list();
    expect(rest).toEqual({ route: 'backups-to-dev', bucket: 'velero', prefix: 'team', unreadable: [], total: 2 });
    expect(backups.map(({ name }) => name)).toEqual(['csi-1', 'nightly-1']);
    expect(backups[1]).toEqual({
      name: 'nightly-1',
      state: 'Completed',
      usable: true,
      takenAt: '2026-11-30T00:22:05Z',
      expiresAt: '2026-12-30T00:22:05Z',
      namespaces: ['shop'],
      objects: 13,
      errors: 0,
      warnings: 0,
      gibibytes: 0,
      volumes: [
        { claim: 'shop/db', kept: 'snapshot', snapshotId: 'snap-0aaaaaaaaaaaaaaa1' },
        { claim: 'shop/queue', kept: 'snapshot', snapshotId: 'snap-0aaaaaaaaaaaaaaa3' },
        { claim: 'shop/files', kept: 'kopia', snapshotId: '675259c2a8d7c5202c5cf7c66ecb8343', gibibytes: 0 },
      ],
    });
    expect(backups[0]?.volumes[0]).toMatchObject({
      claim: 'shop/files',
      kept: 'nothing',
      why: expect.stringContaining('was left out by Velero'),
    });
  });

  it('are those of a schedule, or the newest of them, when asked for', async () => {
    copyBackup(bucket, 'nightly-1', 'shop-1', (backup) => {
      backup.metadata.labels['velero.io/schedule-name'] = 'shop';
    });
    expect(await list({ schedule: 'shop' })).toMatchObject({
      total: 1,
      backups: [{ name: 'shop-1', schedule: 'shop' }],
    });
    expect(await list({ limit: '1' })).toMatchObject({ total: 3, backups: [{ name: 'csi-1' }] });
  });

  it('say why a run cannot name one, also when its files are missing yet', async () => {
    edit(bucket, 'csi-1', ({ status }) => {
      status.phase = 'InProgress';
    });
    for (const key of [...bucket.keys()]) if (key.endsWith('.gz') && key.includes('csi-1')) bucket.delete(key);
    const { backups } = await list();
    expect(backups[0]).toMatchObject({
      usable: false,
      why: 'is InProgress: it can be cloned from once Velero has completed it.',
      namespaces: [],
      volumes: [],
    });
  });

  it('are none of a route that begins at a cluster', async () => {
    await expect(ask({}, 'prod-to-dev')).rejects.toMatchObject({
      problem: 'not-found',
      message: expect.stringContaining('Route "prod-to-dev" begins at a cluster and not at backups'),
    });
  });

  it('are a table for people', async () => {
    edit(bucket, 'csi-1', ({ status }) => Object.assign(status, { phase: 'PartiallyFailed', errors: 2 }));
    const text = printBackups(await list(), Date.parse(NOW));
    expect(text).toMatch(
      /csi-1 +23h +PartiallyFailed, 2 errors +2026-12-30T00:22:23Z +shop +13 +1 nothing, 2 snapshot/,
    );
    expect(text).toMatch(/nightly-1 +23h +Completed +2026-12-30T00:22:05Z +shop +13 +2 snapshot, 1 kopia +0/);
    expect(printBackups(await list(), Date.parse('2027-01-01T00:00:00Z'))).toContain('Completed');
    bucket.clear();
    expect(printBackups(await list(), 0)).toBe('There is no backup in s3://velero/team.\n');
  });
});
