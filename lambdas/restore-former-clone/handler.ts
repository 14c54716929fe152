import { restoreFormerClone } from '../../core/execute/refresh/restore-former-clone.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Brings back the clone that the run was refreshing. */
export const handler = step('restore-former-clone', WithClone, ({ clone }, { store }) =>
  restoreFormerClone(async () => (await openCluster(clone, 'target')).api, store, clone.cloneId),
);
