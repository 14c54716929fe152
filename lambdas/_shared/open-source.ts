import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { openCapture } from '../../core/plan/captures/capture-record.ts';
import { openBackup } from '../../core/plan/velero/unpack-backup.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { openCluster } from './open-cluster.ts';

/** Where the objects of a run come from: its source cluster, or what a capture or a backup has kept of it. */
export async function openSource(clone: Clone, store: ObjectStore): Promise<{ api: ClusterApi }> {
  if (clone.fromBackup) return openBackup(store, clone);
  return clone.fromCapture ? openCapture(store, clone.fromCapture) : openCluster(clone, 'source');
}
