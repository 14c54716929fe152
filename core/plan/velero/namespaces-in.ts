import { isRecord } from '../../../kube/fields.ts';
import { isSystemNamespace } from '../../../kube/system.ts';
import { keysOfBackup } from './backup-keys.ts';
import { readGzippedJson } from './gunzipped.ts';
import { type BackupPlace, goneMeanwhile } from './list-backups.ts';

/**
 * The namespaces that a backup has something of, without those that each cluster fills for itself. Its list of objects is
 * `apiVersion/Kind` -> `namespace/name`, or `name` where there is none (velero `pkg/backup/request.go`).
 */
export async function namespacesIn(place: BackupPlace, name: string): Promise<string[]> {
  const key = keysOfBackup(place.prefix, name).resources;
  const found = await readGzippedJson(place, key);
  if (!isRecord(found)) throw goneMeanwhile(place, name, key);
  const named = Object.entries(found).flatMap(([kind, names]) =>
    (Array.isArray(names) ? names : []).flatMap((each) => namespaceOf(kind, String(each)) ?? []),
  );
  return [...new Set(named)].filter((each) => !isSystemNamespace(each)).toSorted();
}

function namespaceOf(kind: string, name: string): string | undefined {
  const at = name.indexOf('/');
  if (at > 0) return name.slice(0, at);
  return kind === 'v1/Namespace' ? name : undefined;
}
