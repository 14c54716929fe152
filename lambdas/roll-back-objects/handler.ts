import { rollBackObjects } from '../../core/execute/undo/roll-back-objects.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** For the calls that are under way, with their retries. */
const RESERVE_MS = 60_000;

/** Deletes the objects that the run made, by the ledger. */
export const handler = step('roll-back-objects', WithClone, ({ clone }, { store, remainingMs }) =>
  rollBackObjects(
    async () => (await openCluster(clone, 'target')).api,
    store,
    clone.cloneId,
    () => remainingMs() < RESERVE_MS,
  ),
);
