import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord, writeRecord } from '../../core/base/run/records.ts';
import type { NewClusterOf } from '../../core/plan/cluster/new-cluster.ts';
import { clusterMaker } from '../_shared/cluster-maker.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Gives the access entries of the new cluster their policies, marks it as ready, and records how it compares with its blueprint. */
export const handler = step('complete-cluster', WithClone, async ({ clone }, { store, stillOn }) => {
  const keys = keysOf(clone.cloneId);
  const plan = await readRecord<NewClusterOf>(store, keys.newCluster, 'plan-clone');
  await stillOn();
  const comparison = await (await clusterMaker(clone, plan, store)).complete();
  const made = { name: plan.name, created: true, ...comparison };
  await writeRecord(store, keys.madeCluster, made);
  return made;
});
