import { KubeferryError } from '../../base/errors.ts';
import { GIB } from '../../base/sizes.ts';
import type { Backup } from '../../plan/velero/backup.ts';
import { whyUnusable } from '../../plan/velero/choose-backup.ts';
import type { BackupPlace } from '../../plan/velero/list-backups.ts';
import { namespacesIn } from '../../plan/velero/namespaces-in.ts';
import { readVolumesOf } from '../../plan/velero/read-volumes.ts';
import type { VolumeRow } from '../../plan/velero/volume-rows.ts';
import type { BackupView, KeptVolume } from './backup-schemas.ts';

/** A backup as users see it: what is in it and how its data is kept. What of its files is missing is told as nothing. */
export async function viewBackup(place: BackupPlace, backup: Backup, now: string): Promise<BackupView> {
  const { name, schedule, phase, startedAt, expiresAt, objects, errors, warnings } = backup;
  const why = whyUnusable(backup, now);
  const [namespaces, rows] = await Promise.all([
    orNothing(() => namespacesIn(place, name)),
    // Which claim a native snapshot of Velero before 1.13 is of, its PersistentVolumes tell.
    orNothing(() => readVolumesOf(place, name, {})),
  ]);
  const volumes = rows.map(volumeOf);
  return {
    name,
    ...(schedule ? { schedule } : {}),
    state: phase,
    usable: why === undefined,
    ...(why ? { why } : {}),
    takenAt: startedAt,
    ...(expiresAt ? { expiresAt } : {}),
    namespaces,
    objects,
    errors,
    warnings,
    gibibytes: hundredths(volumes.reduce((sum, { gibibytes = 0 }) => sum + gibibytes, 0)),
    volumes,
  };
}

/** A backup under way has no such files yet, and one that is being removed has them no more. */
async function orNothing<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof KubeferryError && ['NotFound', 'DataCorrupt'].includes(error.name)) return [];
    throw error;
  }
}

function volumeOf({ claim, ofPod, data }: VolumeRow): KeptVolume {
  const named = { claim: claim ?? ofPod ?? '' };
  if (data.kind === 'none') return { ...named, kept: 'nothing', why: data.why };
  if (data.kind === 'snapshot') return { ...named, kept: 'snapshot', snapshotId: data.snapshotId };
  const { type, snapshotId, bytes } = data;
  return { ...named, kept: type, snapshotId, ...(bytes === undefined ? {} : { gibibytes: hundredths(bytes / GIB) }) };
}

const hundredths = (value: number) => Math.round(value * 100) / 100;
