import { verifyClone } from '../../core/apply/verify-clone.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { readRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Compares the target with what was applied; the machine asks again while workloads come up, and learns whether a cut-over follows. */
export const handler = step('verify-clone', WithClone, async ({ clone }, { store }) => {
  const { cutOver } = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  return { ...(await verifyClone((await openCluster(clone, 'target')).api, store, clone.cloneId)), cutsOver: cutOver };
});
