import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { BackupBucket } from '../../base/request/backup-bucket.ts';
import type { Backup } from '../../plan/velero/backup.ts';
import { repositoryFolder } from '../../plan/velero/backup-keys.ts';
import { isPartial, whyUnusable } from '../../plan/velero/choose-backup.ts';
import { type BackupPlace, listBackups } from '../../plan/velero/list-backups.ts';
import { readVolumesOf } from '../../plan/velero/read-volumes.ts';
import { lookAtRepositories, type RepositorySeen, type RepositoryTools } from './look-at-repositories.ts';

/** What the bucket of a route has that begins at backups. */
export interface BackupsSeen {
  count: number;
  /** Names of those that are damaged. */
  unreadable: string[];
  /** The newest of all. */
  newest?: Backup;
  /** The newest that `latest` means, with where its data is. */
  usable?: { backup: Backup; snapshots: string[]; missing: string[]; repositories: RepositorySeen[] };
}

export interface BackupsTools extends RepositoryTools {
  place: BackupPlace;
  storage: Pick<VolumeStorage, 'presentSnapshots'>;
}

/** Lists the backups, and looks where the data of the newest usable one is. */
export async function lookAtBackups(bucket: BackupBucket, now: string, tools: BackupsTools): Promise<BackupsSeen> {
  const { backups: all, unreadable } = await listBackups(tools.place);
  const [newest] = all;
  const backup = all.find((each) => whyUnusable(each, now) === undefined && !isPartial(each));
  return {
    count: all.length,
    unreadable,
    ...(newest ? { newest } : {}),
    ...(backup ? { usable: { backup, ...(await dataOf(backup, bucket, tools)) } } : {}),
  };
}

async function dataOf({ name }: Backup, { bucket, prefix, region, secret }: BackupBucket, tools: BackupsTools) {
  const kept = (await readVolumesOf(tools.place, name, {})).map(({ data }) => data);
  const snapshots = [...new Set(kept.flatMap((each) => (each.kind === 'snapshot' ? [each.snapshotId] : [])))];
  const present = snapshots.length === 0 ? [] : await tools.storage.presentSnapshots(snapshots);
  const there = new Set(present.map(({ id }) => id));
  const places = Object.fromEntries(
    kept.flatMap((each) => {
      if (each.kind !== 'files') return [];
      const { type, namespace } = each;
      const place = { type, bucket, prefix: repositoryFolder(prefix, type, namespace) };
      return [[`${type}/${namespace}`, { ...place, ...(region ? { region } : {}), ...(secret ? { secret } : {}) }]];
    }),
  );
  const repositories = await lookAtRepositories(places, tools);
  return { snapshots, missing: snapshots.filter((id) => !there.has(id)), repositories };
}
