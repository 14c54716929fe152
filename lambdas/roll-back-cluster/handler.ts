import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { eksClusters } from '../../adapters/aws/clusters.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Request } from '../../core/base/request/request.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { enterCluster, policiesFor } from '../../core/execute/entry/access.ts';
import { rollBackCluster } from '../../core/execute/undo/roll-back-cluster.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Deletes the target cluster if this run made it, and keeps it where others use it. */
export const handler = step('roll-back-cluster', WithClone, async ({ clone }, { store, now }) => {
  if (!clone.route.target.create) return { deleted: 0, kept: 0 };
  const factory = eksClusterFactory(await memberOf(clone, 'target'));
  return rollBackCluster(factory, () => enter(clone, store, now), store, clone);
});

/** The run may have failed before it was in, or be over. */
async function enter(clone: Clone, store: ObjectStore, now: () => Date) {
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const clusters = eksClusters(await memberOf(clone, 'target'));
  await enterCluster(
    { clusters, store, now },
    clone,
    'target',
    policiesFor('target', request, clone.route.target.region),
  );
  const { api, awaitAccess } = await openCluster(clone, 'target');
  await awaitAccess();
  return api;
}
