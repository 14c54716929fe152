import { RESTORE_RESERVE_MS, restoreFormerClone } from '../../core/execute/refresh/restore-former-clone.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Brings back the clone that the run was refreshing, in as many invocations as it takes. */
export const handler = step('restore-former-clone', WithClone, ({ clone }, { store, remainingMs }) =>
  restoreFormerClone(
    async () => (await openCluster(clone, 'target')).api,
    store,
    clone.cloneId,
    () => remainingMs() < RESTORE_RESERVE_MS,
  ),
);
