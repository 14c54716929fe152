import { parkFormerClone } from '../../core/execute/refresh/park-former-clone.ts';
import { targetStorage } from '../_shared/disks.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Makes room for the new volumes where the run refreshes an earlier clone. */
export const handler = step('park-former-clone', WithClone, ({ clone }, { store, stillOn }) => {
  const open = async () => {
    const { api, session } = await openCluster(clone, 'target');
    return { api, storage: targetStorage(clone, session) };
  };
  return parkFormerClone(open, store, clone.cloneId, stillOn);
});
