import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { quiesceSource } from '../../core/execute/capture/quiesce-source.ts';
import { requireStillFits } from '../../core/execute/rounds/still-fits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Quiesces the source when the request asks for it. */
export const handler = step('quiesce-source', WithClone, async ({ clone }, { store, stillOn, now }) => {
  // A capture is no cluster, and neither is a backup.
  if (clone.fromCapture || clone.fromBackup) return { workloads: 0 };
  const keys = keysOf(clone.cloneId);
  const request = await readRecord<Request>(store, keys.request, 'start-clone');
  const { namespaces } = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  const { api } = await openCluster(clone, 'source');
  await requireStillFits(store, clone, now());
  await stillOn();
  return quiesceSource(api, store, clone.cloneId, request, namespaces, now().toISOString());
});
