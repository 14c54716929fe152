import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Request } from '../../core/base/request/request.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord, readRecord } from '../../core/base/run/records.ts';
import { enterCluster, policiesFor } from '../../core/execute/entry/access.ts';
import { rollBackAksCluster } from '../../core/execute/undo/roll-back-aks-cluster.ts';
import { rollBackCluster } from '../../core/execute/undo/roll-back-cluster.ts';
import type { NewClusterOf } from '../../core/plan/cluster/new-cluster.ts';
import { aksTarget } from '../_shared/azure.ts';
import { aksFactoryOf } from '../_shared/cluster-maker.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Deletes the target cluster if this run made it, and keeps it where others use it. */
export const handler = step('roll-back-cluster', WithClone, async ({ clone }, { store, now }) => {
  if (!clone.route.target.create) return { deleted: 0, kept: 0 };
  const open = () => enter(clone, store, now);
  const target = aksTarget(clone.route);
  if (!target) return rollBackCluster(eksClusterFactory(await memberOf(clone, 'target')), open, store, clone);
  const plan = await findRecord<NewClusterOf>(store, keysOf(clone.cloneId).newCluster);
  return rollBackAksCluster(await aksFactoryOf(clone, target), plan?.cloud && plan, open, store, clone);
});

/** The run may have failed before it was in, or be over. */
async function enter(clone: Clone, store: ObjectStore, now: () => Date) {
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const clusters = clustersOf(clone, 'target', await memberOf(clone, 'target'));
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
