import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { holdExport } from '../../core/execute/apply/hold-export.ts';
import { exportManifests } from '../../core/plan/export/export-manifests.ts';
import type { ClusterFacts } from '../../core/translate/context.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Exports the objects that the run moves, right before its snapshots, and holds them against the plan. */
export const handler = step('export-manifests', WithClone, async ({ clone }, { store }) => {
  const keys = keysOf(clone.cloneId);
  const request = await readRecord<Request>(store, keys.request, 'start-clone');
  const target = await readRecord<ClusterFacts>(store, keys.targetFacts, 'plan-clone');
  const { api } = await openCluster(clone, 'source');
  const { objects, shards } = await exportManifests(api, request.selection, {
    store,
    prefix: keys.export,
    indexKey: keys.index,
    served: target.served,
    withNodePools: target.madeByRun,
  });
  const { changed } = await holdExport(store, clone);
  return { objects, shards, changed };
});
