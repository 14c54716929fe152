import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { eksClusters } from '../../adapters/aws/clusters.ts';
import { enterCluster, policiesFor } from '../../core/clone/access.ts';
import type { Clone } from '../../core/clone/envelope.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { readRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { everyServerAnswersUs } from '../../core/cluster/early-access.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { rollBackCluster } from '../../core/undo/roll-back-cluster.ts';
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
  const { api, connectAfresh } = await openCluster(clone, 'target');
  await everyServerAnswersUs(connectAfresh, clone.route.target.cluster);
  return api;
}
