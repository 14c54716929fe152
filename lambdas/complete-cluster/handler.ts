import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord, writeRecord } from '../../core/base/run/records.ts';
import { completeCluster } from '../../core/execute/cluster/make-cluster.ts';
import type { ClusterPlan } from '../../core/plan/cluster/plan-cluster.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Gives the access entries of the new cluster their policies, marks it as ready, and records how it compares with its blueprint. */
export const handler = step('complete-cluster', WithClone, async ({ clone }, { store, stillOn }) => {
  const keys = keysOf(clone.cloneId);
  const plan = await readRecord<ClusterPlan>(store, keys.newCluster, 'plan-clone');
  await stillOn();
  const comparison = await completeCluster(eksClusterFactory(await memberOf(clone, 'target')), plan);
  const made = { name: plan.name, created: true, ...comparison };
  await writeRecord(store, keys.madeCluster, made);
  return made;
});
