import { beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../core/base/ports/volume-storage.ts';
import type { BackupBucket } from '../../../../core/base/request/backup-bucket.ts';
import type { Route } from '../../../../core/base/request/route.ts';
import { openRepository } from '../../../../core/repositories/open-repository.ts';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import { fact } from '../../../../core/serve/doctor/fact.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';
import { lookAtBackups } from '../../../../core/serve/doctor/look-at-backups.ts';
import { lookAtRepositories } from '../../../../core/serve/doctor/look-at-repositories.ts';
import { copyBackup, edit, placeOf, veleroBucket } from '../../plan/velero/backup-bucket.ts';
import { type Bucket, blobsOf, bucketOf, PASSWORD } from '../../repositories/folder-blobs.ts';
import { failed, healthy, notAsked, ROUTE } from './facts.ts';

const BACKUPS: BackupBucket = { bucket: 'velero', prefix: 'team' };
const { account, region, cluster, roleArn, externalId } = ROUTE.source;
const route: Route = {
  ...ROUTE,
  source: { kind: 'velero', account, region, cluster, roleArn, externalId, backups: BACKUPS },
};

let bucket: Bucket;
let password = PASSWORD;
let snapshots: string[];
beforeEach(() => {
  bucket = veleroBucket();
  // The fixture whose data is partly in Kopia is the newest.
  edit(bucket, 'nightly-1', ({ status }) => Object.assign(status, { startTimestamp: '2026-11-30T01:00:00Z' }));
  password = PASSWORD;
  snapshots = ['snap-0aaaaaaaaaaaaaaa1', 'snap-0aaaaaaaaaaaaaaa3'];
});

const tools = {
  blobs: () => blobsOf(bucket),
  open: ({ type, prefix }: { type: 'restic' | 'kopia'; prefix: string }) =>
    openRepository(type, { blobs: blobsOf(bucket), prefix }, password),
};
const NOW = '2026-11-30T06:00:00Z';

async function doctor(now = NOW, more: Partial<RouteFacts> = {}) {
  const place = placeOf(bucket);
  const storage = {
    presentSnapshots: async (ids: string[]) =>
      ids.filter((id) => snapshots.includes(id)).map((id) => ({ id }) as Snapshot),
  };
  const backups = await fact(() => lookAtBackups(BACKUPS, now, { ...tools, place, storage }));
  const facts = healthy();
  const source = { ...facts.source, cluster: notAsked, entry: notAsked, inside: notAsked };
  return judge(route, { ...facts, source, backups, ...more }, now);
}
const notOk = async (...given: Parameters<typeof doctor>) =>
  (await doctor(...given)).filter(({ status }) => status !== 'ok');

// Promise: doctor-checks-backups
describe('the doctor of a route that begins at backups', () => {
  it('finds the bucket, a fresh backup, its snapshots and its repository, and asks for no cluster', async () => {
    const checks = await doctor();
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.filter(({ check }) => /backups|snapshots|repository|source cluster/.test(check))).toMatchObject([
      { check: 'source backups', thing: 's3://velero/team', found: '2 backups, the newest complete one 5 hours old' },
      { check: 'source snapshots', thing: 'of backup nightly-1', found: '2, all there' },
      { check: 'repository', thing: 'kopia/shop', found: 'opens at s3://velero/team/kopia/shop/' },
    ]);
  });

  it('warns of a backup that is damaged, and that it is passed over', async () => {
    bucket.set('team/backups/csi-1/velero-backup.json', Buffer.from('{'));
    expect(await notOk()).toMatchObject([{ check: 'source backups', status: 'warning', found: '1 damaged' }]);
  });

  it.each<[what: string, breakIt: () => void, check: string, found: RegExp]>([
    ['a bucket without a backup', () => bucket.clear(), 'source backups', /^no backup$/],
    [
      'a snapshot that is gone',
      () => {
        snapshots = ['snap-0aaaaaaaaaaaaaaa1'];
      },
      'source snapshots',
      /^1 of 2 are gone$/,
    ],
    [
      'a wrong password',
      () => {
        password = 'guess';
      },
      'repository',
      /^wrong password$/,
    ],
    [
      'a repository that is gone',
      () => {
        for (const key of [...bucket.keys()]) if (key.startsWith('team/kopia/')) bucket.delete(key);
      },
      'repository',
      /^not found$/,
    ],
    [
      'a layout that nobody reads',
      () => edit(bucket, 'nightly-1', ({ status }) => Object.assign(status, { formatVersion: '2.0.0' })),
      'source backups',
      /^layout 2\.0\.0$/,
    ],
  ])('names %s, with the way out', async (_, breakIt, check, found) => {
    breakIt();
    expect(await notOk()).toMatchObject([
      { check, status: 'broken', found: expect.stringMatching(found), fix: expect.stringMatching(/./) },
    ]);
  });

  it('warns of a backup that is old, and of a newer one that has failed', async () => {
    expect(await notOk('2026-12-05T00:00:00Z')).toMatchObject(
      [{ check: 'source backups', status: 'warning', found: /119 hours old/, fix: 'velero schedule get' }].map(
        (each) => ({ ...each, found: expect.stringMatching(each.found) }),
      ),
    );
    copyBackup(bucket, 'nightly-1', 'newer', ({ status }) =>
      Object.assign(status, { phase: 'PartiallyFailed', startTimestamp: '2026-11-30T05:00:00Z' }),
    );
    expect(await notOk()).toMatchObject([
      {
        status: 'warning',
        found: 'the newest is PartiallyFailed',
        sentence: 'Backup "newer" is PartiallyFailed, so that latest means "nightly-1", which is 5 hours old.',
      },
    ]);
  });

  it.each([
    ['NotFound', 'no such bucket'],
    ['AccessDenied', 'access denied'],
  ])('names a bucket that cannot be read: %s', async (error, found) => {
    expect(await notOk(NOW, { backups: failed(error) })).toMatchObject([
      { check: 'source backups', status: 'broken', found },
    ]);
  });
});

// Promise: doctor-checks-repositories
describe('the doctor of a route with repositories of files', () => {
  const RESTIC = { type: 'restic', bucket: 'b', prefix: 'restic/{namespace}/{claim}' } as const;
  const look = () => lookAtRepositories({ nightly: RESTIC }, tools);
  beforeEach(() => {
    for (const [key, body] of bucketOf('test/fixtures/repositories/restic-v2'))
      bucket.set(`restic/shop/files/${key}`, body);
  });

  it('opens one of those that each claim has for itself', async () => {
    const repositories = await look();
    expect(repositories).toMatchObject([{ name: 'nightly', opened: { value: 'restic/shop/files' } }]);
    expect(judge(ROUTE, { ...healthy(), repositories }).filter(({ check }) => check === 'repository')).toMatchObject([
      { thing: 'nightly', status: 'ok', found: 'opens at s3://b/restic/shop/files' },
    ]);
  });

  it('says when there is none, or its password is another', async () => {
    password = 'guess';
    const wrong = { ...healthy(), repositories: await look() };
    expect(judge(ROUTE, wrong).find(({ check }) => check === 'repository')).toMatchObject({ found: 'wrong password' });
    bucket.clear();
    const gone = { ...healthy(), repositories: await look() };
    expect(judge(ROUTE, gone).find(({ check }) => check === 'repository')).toMatchObject({
      status: 'broken',
      found: 'not found',
      sentence: expect.stringContaining('There is no restic repository below s3://b/restic/.'),
    });
  });
});
