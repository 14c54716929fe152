import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlockData, writeAt } from '../../../emulator/aws/ec2/block-data.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { ROOT } from '../../checkout.ts';
import { orderDatabase } from '../databases.ts';
import config from '../velero.config.ts';

/** The configuration of a demo that begins at backups. */
export const FROM_VELERO = fileURLToPath(new URL('../velero.config.ts', import.meta.url));

/** Made by Velero 1.18.0 itself, of namespace `shop` with two EBS snapshots and one volume in Kopia. */
export const BACKUP = 'nightly-1';
const BACKUPS = join(ROOT, 'test/fixtures/velero');
const KOPIA = join(ROOT, 'test/fixtures/repositories/kopia');
/** Velero's built-in one, with which the fixture was made. */
const PASSWORD = 'static-passw0rd';

/** Keys of a bucket with what lies there. */
export type Objects = Map<string, Buffer>;

const { source } = config.routes[0]!;
const { backups } = source as Extract<typeof source, { kind: 'velero' }>;
const { prefix, secret } = backups;
export const { bucket } = backups;

/** Snapshots that the two backups name, with the tags that Velero's plugin and the EBS driver give; each with a database. */
const SNAPSHOTS: [id: string, volumeId: string, tags: Record<string, string>][] = [
  ['snap-0aaaaaaaaaaaaaaa1', 'vol-0aaaaaaaaaaaaaaa1', { 'velero.io/backup': BACKUP, 'velero.io/pv': 'pv-db' }],
  ['snap-0aaaaaaaaaaaaaaa3', 'vol-0aaaaaaaaaaaaaaa3', { 'velero.io/backup': BACKUP, 'velero.io/pv': 'pv-queue' }],
  ['snap-0bbbbbbbbbbbbbbb1', 'vol-0aaaaaaaaaaaaaaa1', { CSIVolumeSnapshotName: 'snapshot-1' }],
  ['snap-0bbbbbbbbbbbbbbb3', 'vol-0aaaaaaaaaaaaaaa3', { CSIVolumeSnapshotName: 'snapshot-3' }],
];
const ROWS = 20_000;

/**
 * Puts the backups and their repository into a bucket of the source's account, its password into a secret there, and the
 * snapshots that they name into EC2. `change` may alter what lies in the bucket.
 */
export function addVelero(cloud: Cloud, change: (objects: Objects) => void = () => {}, password = PASSWORD): void {
  const { id: account, region } = cloud.accounts.source;
  const objects: Objects = new Map([...filesIn(BACKUPS, ''), ...filesIn(KOPIA, `${prefix}/kopia/shop/`)]);
  for (const [key, body] of objects) if (key.endsWith('/velero-backup.json')) objects.set(key, keptForLong(body));
  change(objects);
  cloud.addBucket({ name: bucket, account, region, objects: [...objects].map(([key, body]) => ({ key, body })) });
  cloud.addSecret({ arn: secret!, text: JSON.stringify({ password }) });
  for (const [seed, [id, volumeId, tags]] of SNAPSHOTS.entries()) addSnapshot(cloud, { id, volumeId, tags, seed });
}

function filesIn(folder: string, root: string): [string, Buffer][] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files
    .filter(({ name }) => name !== 'README.md')
    .map((each) => join(each.parentPath, each.name))
    .map((path) => [`${root}${relative(folder, path)}`, readFileSync(path)]);
}

/** The fixtures would expire on a day of their own: they are as if they had been made with a longer --ttl. */
function keptForLong(body: Buffer): Buffer {
  const backup = JSON.parse(body.toString()) as { status: { expiration: string } };
  backup.status.expiration = '2099-12-31T00:00:00Z';
  return Buffer.from(JSON.stringify(backup));
}

/** As if EBS had taken it while the cluster was still there. */
function addSnapshot(
  { accounts, clock, ec2 }: Cloud,
  { id, volumeId, tags, seed }: { id: string; volumeId: string; tags: Record<string, string>; seed: number },
): void {
  const { id: account, region } = accounts.source;
  const data = new BlockData();
  writeAt(data, 0, orderDatabase(seed + 1, ROWS));
  const now = clock.now().getTime();
  ec2.place(account, region).snapshots.set(id, {
    id,
    account,
    region,
    volumeId,
    sizeGiB: 8,
    description: '',
    encrypted: false,
    startedAt: now,
    endsAt: now,
    origin: 'volume',
    sharedWith: new Map(),
    tags,
    data,
    lineage: volumeId,
  });
}
