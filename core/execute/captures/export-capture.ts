import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { placesOf } from '../../base/archive/catalog.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards, writeRecord } from '../../base/run/records.ts';
import { type ExportPlace, exportManifests } from '../../plan/export/export-manifests.ts';

interface Exported extends Pick<ExportPlace, 'cloud' | 'pausing'> {
  cloneId: string;
  selection: Request['selection'];
}

/** Exports the objects where a capture keeps them, and writes down in which shard each kind is. */
export async function exportCapture(
  api: ClusterApi,
  store: ObjectStore,
  { cloneId, selection, cloud, pausing }: Exported,
): Promise<{ objects: number; shards: number }> {
  const keys = keysOf(cloneId);
  const place = { store, prefix: keys.captured, indexKey: keys.index, cloud, pausing };
  const { objects, shards } = await exportManifests(api, selection, place);
  await writeRecord(store, keys.capturedPlaces, await placesOf(readShards<KubeObject>(store, keys.captured)));
  return { objects, shards };
}
