import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { lookForOwn } from '../../core/base/run/attempt.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { makeCluster } from '../../core/execute/cluster/make-cluster.ts';
import { isClosed } from '../../core/execute/undo/close-run.ts';
import type { ClusterPlan } from '../../core/plan/cluster/plan-cluster.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Makes the control plane of the planned cluster, and is asked again until it is there. */
export const handler = step('make-cluster', WithClone, async ({ clone, attempt }, { store, stillOn }) => {
  const plan = await readRecord<ClusterPlan>(store, keysOf(clone.cloneId).newCluster, 'plan-clone');
  await stillOn();
  const factory = eksClusterFactory(await memberOf(clone, 'target'));
  const origin = { cloneId: clone.cloneId, route: clone.route.name };
  const isBeingTakenBack = (cloneId: string) => isClosed(store, cloneId);
  return lookForOwn(attempt, () => makeCluster(factory, plan, origin, 'cluster', isBeingTakenBack));
});
