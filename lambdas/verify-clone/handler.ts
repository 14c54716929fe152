import { verifyClone } from '../../core/apply/verify-clone.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Compares the target with what was applied; the machine asks again while workloads come up. */
export const handler = step('verify-clone', WithClone, async ({ clone }, { store }) =>
  verifyClone((await openCluster(clone, 'target')).api, store, clone.cloneId),
);
