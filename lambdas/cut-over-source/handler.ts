import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { cutOverSource } from '../../core/execute/capture/cut-over-source.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Leaves the source at zero when the request asks for it, now that the clone is verified. */
export const handler = step('cut-over-source', WithClone, async ({ clone }, { store, now, stillOn }) => {
  const keys = keysOf(clone.cloneId);
  const { cutOver, selection } = await readRecord<Request>(store, keys.request, 'start-clone');
  if (!cutOver) return { workloads: 0 };
  const { namespaces } = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  const { api } = await openCluster(clone, 'source');
  await stillOn();
  return cutOverSource(api, store, { cloneId: clone.cloneId, selection }, namespaces, now().toISOString());
});
