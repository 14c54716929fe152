import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';
import { type Export, exportManifests } from '../../plan/export/export-manifests.ts';
import type { Invocation } from '../../plan/export/export-so-far.ts';
import type { ClusterFacts } from '../../translate/context.ts';
import { exportCapture } from '../captures/export-capture.ts';
import type { Quiesced } from './quiesced.ts';

/**
 * Exports the objects that the run moves, right before its quiesce and its snapshots. A run that was stopped while it had
 * the source at zero and is continued keeps the export that it made before: a second one would find no replicas, and
 * carry that into the clone. One that takes more than an invocation throws NotYet, as `exportManifests` says. `open` is called only when there is something to export.
 */
export async function exportSource(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  { cloneId, mode }: Clone,
  invocation?: Invocation,
): Promise<Pick<Export, 'objects' | 'shards'> | { kept: true }> {
  const keys = keysOf(cloneId);
  // Written before anything is changed, and after the export.
  if (await findRecord<Quiesced>(store, keys.quiesced)) return { kept: true };
  const { selection } = await readRecord<Request>(store, keys.request, 'start-clone');
  const pausing = invocation && { ...invocation, key: keys.exportSoFar };
  const { cloud } = (await findRecord<ClusterFacts>(store, keys.sourceFacts)) ?? {};
  if (mode === 'capture') return exportCapture(await open(), store, { cloneId, selection, cloud, pausing });
  const target = await readRecord<ClusterFacts>(store, keys.targetFacts, 'plan-clone');
  const { objects, shards } = await exportManifests(await open(), selection, {
    store,
    prefix: keys.export,
    indexKey: keys.index,
    served: target.served,
    cloud,
    withNodePools: target.madeByRun,
    pausing,
  });
  return { objects, shards };
}
