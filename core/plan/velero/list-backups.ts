import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import { type Backup, parseBackup } from './backup.ts';
import { BACKUP_FILE, backupsFolder, keysOfBackup } from './backup-keys.ts';

const AT_ONCE = 16;

/** A bucket that Velero fills, as the source of a route names it. */
export interface BackupPlace {
  blobs: BlobReader;
  bucket: string;
  prefix: string;
}

/** What lies in a bucket. */
export interface BackupListing {
  /** The newest first. */
  backups: Backup[];
  /** Names of folders whose own file is no backup, or one of another name: nobody knows of when they are. */
  unreadable: string[];
}

/** The backups of a bucket. One that is damaged does not keep from the others. */
export async function listBackups(place: BackupPlace): Promise<BackupListing> {
  const names = await namesOfBackups(place);
  const found = await inParallel(names, AT_ONCE, (name) => findReadable(place, name));
  const backups = found.flatMap((each) => (each === 'unreadable' ? [] : (each ?? [])));
  return {
    backups: backups.toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt)),
    unreadable: names.filter((_, at) => found[at] === 'unreadable').toSorted(),
  };
}

async function findReadable(place: BackupPlace, name: string): Promise<Backup | 'unreadable' | undefined> {
  try {
    return await findBackup(place, name);
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'DataCorrupt') return 'unreadable';
    throw error;
  }
}

/** Undefined when there is none of that name, or Velero is removing it. Throws DataCorrupt when its file is not whole. */
export async function findBackup({ blobs, prefix }: BackupPlace, name: string): Promise<Backup | undefined> {
  const key = keysOfBackup(prefix, name).backup;
  const body = await blobs.get(key);
  const backup = body && parseBackup(key, body);
  if (backup && backup.name !== name) throw misnamed(key, backup);
  return backup;
}

/** Its other files lie under its name: what one name means must not be another backup. */
const misnamed = (key: string, { name }: Backup) =>
  new KubeferryError(
    'DataCorrupt',
    `File "${key}" is of backup "${name}", which has a folder of its own: it was put there by hand. Nothing was changed. Remove it.`,
  );

/** Velero has removed the backup meanwhile. */
export const goneMeanwhile = ({ bucket }: BackupPlace, name: string, key: string) =>
  new KubeferryError(
    'NotFound',
    `Backup "${name}" has no ${key} in bucket "${bucket}": Velero has removed it, by a deletion or at its expiry. Start from another backup, or give the next one a longer --ttl.`,
  );

async function namesOfBackups({ blobs, prefix }: BackupPlace): Promise<string[]> {
  const folder = backupsFolder(prefix);
  const names: string[] = [];
  for await (const { key } of blobs.list(folder)) {
    const [name = '', file] = key.slice(folder.length).split('/');
    if (file === BACKUP_FILE) names.push(name);
  }
  return names;
}
