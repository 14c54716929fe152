import { isRecord } from '../../../kube/fields.ts';
import { keysOfBackup } from './backup-keys.ts';
import { readGzippedJson } from './gunzipped.ts';
import type { BackupPlace } from './list-backups.ts';

/** A backup may have an error for each object; the plan is for people. */
const SHOWN = 20;

/** The errors of a backup that is not whole, by `velero`, `cluster` and namespace (velero `pkg/util/results/result.go`). */
export async function readResults(place: BackupPlace, name: string): Promise<string[]> {
  const found = await readGzippedJson(place, keysOfBackup(place.prefix, name).results);
  const errors = isRecord(found) && isRecord(found.errors) ? found.errors : {};
  const { namespaces, ...wide } = errors;
  const all = [...Object.values(wide), ...Object.values(isRecord(namespaces) ? namespaces : {})]
    .flat()
    .filter((each): each is string => typeof each === 'string');
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}
