import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { openCapture } from '../../core/plan/captures/capture-record.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { openCluster } from './open-cluster.ts';

/** Where the objects of a run come from: its source cluster, or what a capture has kept of it. */
export async function openSource(clone: Clone, store: ObjectStore): Promise<{ api: ClusterApi }> {
  return clone.fromCapture ? openCapture(store, clone.fromCapture) : openCluster(clone, 'source');
}
