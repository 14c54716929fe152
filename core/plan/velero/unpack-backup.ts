import type { KubeObject } from '../../../kube/kube-object.ts';
import { type Archive, archiveApi, shardsIn } from '../../base/archive/archive-api.ts';
import { type Catalog, placesOf } from '../../base/archive/catalog.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord, readShards, ShardWriter, writeRecord } from '../../base/run/records.ts';
import type { Backup } from './backup.ts';
import { keysOfBackup } from './backup-keys.ts';
import { isPartial } from './choose-backup.ts';
import { type BackupPlace, findBackup, goneMeanwhile } from './list-backups.ts';
import { isRead, Kinds, readTarball, type TarballFile } from './read-tarball.ts';
import { readVolumesOf } from './read-volumes.ts';
import { readResults } from './results.ts';
import type { VolumeRow } from './volume-rows.ts';

/** `backup.json`: what a clone has to know of the backup beside its objects. */
export interface BackupRecord extends Pick<Backup, 'name' | 'startedAt' | 'expiresAt' | 'version'> {
  catalog: Catalog;
  volumes: VolumeRow[];
  /** What Velero could not back up, in its own words. */
  errors: string[];
  /** Backups that are damaged, so that they could not be taken for the latest one. */
  passedOver?: string[];
}

/** A backup, open to be cloned from: in the place of the source cluster. */
export interface OpenBackup extends BackupRecord {
  api: ReturnType<typeof archiveApi>;
}

/** The wanted files of a gzipped tarball, one in memory at a time. Throws DataCorrupt where it is not whole. */
export type Untar = (
  tarball: AsyncIterable<Uint8Array>,
  isWanted: (path: string) => boolean,
) => AsyncIterable<TarballFile>;

interface Tools {
  store: ObjectStore;
  place: BackupPlace;
  untar: Untar;
}

type Run = Pick<Clone, 'cloneId' | 'fromBackup'>;

/**
 * Lays the objects of the run's backup out as an archive beside its records, once: what is planned and what is cloned are
 * the same then, even when Velero removes the backup meanwhile. Running it again writes the same keys.
 * Throws NotFound for a backup that is gone, and DataCorrupt for one that is not whole.
 */
export async function unpackBackup(run: Run, { store, place, untar }: Tools): Promise<OpenBackup> {
  const keys = keysOf(run.cloneId);
  if (!(await findRecord(store, keys.backup))) {
    const name = run.fromBackup?.name ?? '';
    const backup = await findBackup(place, name);
    if (!backup) throw goneMeanwhile(place, name, keysOfBackup(place.prefix, name).backup);
    const { passedOver } = run.fromBackup ?? {};
    const record = await unpacked(backup, keys.unpacked, { store, place, untar });
    await writeRecord(store, keys.backup, { ...record, ...(passedOver ? { passedOver } : {}) } satisfies BackupRecord);
  }
  return openBackup(store, run);
}

/** What `unpackBackup` has written; throws NotFound before that. */
export async function openBackup(store: ObjectStore, { cloneId }: Run): Promise<OpenBackup> {
  const keys = keysOf(cloneId);
  const record = await readRecord<BackupRecord>(store, keys.backup, 'plan-clone');
  const archive: Archive = {
    name: sayBackup(record.name),
    catalog: record.catalog,
    shard: shardsIn(store, keys.unpacked),
  };
  return { ...record, api: archiveApi(archive) };
}

/** In sentences. */
export const sayBackup = (name: string) => `Velero backup "${name}"`;

async function unpacked(backup: Backup, prefix: string, { store, place, untar }: Tools): Promise<BackupRecord> {
  const { name, startedAt, expiresAt, version } = backup;
  const writer = new ShardWriter(store, prefix);
  const kinds = new Kinds();
  const claimOfVolume: Record<string, string> = {};
  for await (const object of readTarball(untar(tarballOf(place, name), isRead), kinds)) {
    noteClaim(object, claimOfVolume);
    await writer.add([object]);
  }
  await writer.close();
  return {
    name,
    startedAt,
    ...(expiresAt ? { expiresAt } : {}),
    ...(version ? { version } : {}),
    catalog: {
      version: version ?? '',
      resources: kinds.served(),
      places: await placesOf(readShards<KubeObject>(store, prefix)),
    },
    volumes: await readVolumesOf(place, name, claimOfVolume),
    errors: isPartial(backup) ? await readResults(place, name) : [],
  };
}

function noteClaim({ kind, metadata, ...rest }: KubeObject, claimOfVolume: Record<string, string>): void {
  if (kind !== 'PersistentVolume') return;
  const { claimRef } = (rest as { spec?: { claimRef?: { namespace?: string; name?: string } } }).spec ?? {};
  if (claimRef?.name) claimOfVolume[metadata.name] = `${claimRef.namespace ?? ''}/${claimRef.name}`;
}

/** Of each request: few of them for a big tarball, and little in memory. */
const PART_BYTES = 8 * 2 ** 20;

async function* tarballOf(place: BackupPlace, name: string): AsyncGenerator<Uint8Array> {
  const { tarball } = keysOfBackup(place.prefix, name);
  const size = await sizeOf(place.blobs, tarball);
  if (size === undefined) throw goneMeanwhile(place, name, tarball);
  for (let offset = 0; offset < size; offset += PART_BYTES) {
    const part = await place.blobs.get(tarball, { offset, length: Math.min(PART_BYTES, size - offset) });
    if (!part) throw goneMeanwhile(place, name, tarball);
    yield part;
  }
}

async function sizeOf(blobs: BlobReader, wanted: string): Promise<number | undefined> {
  for await (const { key, size } of blobs.list(wanted)) if (key === wanted) return size;
  return undefined;
}
