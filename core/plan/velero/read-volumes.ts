import { keysOfBackup } from './backup-keys.ts';
import { readGzippedJson } from './gunzipped.ts';
import type { BackupPlace } from './list-backups.ts';
import { type OldRecords, readOldVolumeRows } from './old-volume-rows.ts';
import { readVolumeRows, type VolumeRow } from './volume-rows.ts';

/** How a backup keeps the data of each volume. Before Velero 1.13 that takes its PersistentVolumes as well. */
export async function readVolumesOf(
  place: BackupPlace,
  name: string,
  claimOfVolume: OldRecords['claimOfVolume'],
): Promise<VolumeRow[]> {
  const keys = keysOfBackup(place.prefix, name);
  const rows = await readGzippedJson(place, keys.volumes);
  if (rows !== undefined) return readVolumeRows(rows);
  const [snapshots, podVolumes] = [
    await readGzippedJson(place, keys.snapshots),
    await readGzippedJson(place, keys.podVolumes),
  ];
  return readOldVolumeRows({ snapshots, podVolumes, claimOfVolume });
}
