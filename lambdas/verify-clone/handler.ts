import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { verifyClone } from '../../core/execute/apply/verify-clone.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Compares the target with what was applied; the machine asks again while workloads come up, and learns whether a cut-over follows. */
export const handler = step('verify-clone', WithClone, async ({ clone }, { store }) => {
  const { cutOver } = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  return { ...(await verifyClone((await openCluster(clone, 'target')).api, store, clone.cloneId)), cutsOver: cutOver };
});
