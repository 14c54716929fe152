import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { placesOf } from '../../base/archive/catalog.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards, writeRecord } from '../../base/run/records.ts';
import { exportManifests } from '../../plan/export/export-manifests.ts';
import type { Pausing } from '../../plan/export/export-so-far.ts';

/** Exports the objects where a capture keeps them, and writes down in which shard each kind is. */
export async function exportCapture(
  api: ClusterApi,
  store: ObjectStore,
  { cloneId, selection, pausing }: { cloneId: string; selection: Request['selection']; pausing?: Pausing | undefined },
): Promise<{ objects: number; shards: number }> {
  const keys = keysOf(cloneId);
  const place = { store, prefix: keys.captured, indexKey: keys.index, pausing };
  const { objects, shards } = await exportManifests(api, selection, place);
  await writeRecord(store, keys.capturedPlaces, await placesOf(readShards<KubeObject>(store, keys.captured)));
  return { objects, shards };
}
