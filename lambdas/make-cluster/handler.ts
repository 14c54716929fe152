import { lookForOwn } from '../../core/base/run/attempt.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import type { NewClusterOf } from '../../core/plan/cluster/new-cluster.ts';
import { clusterMaker } from '../_shared/cluster-maker.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Makes the control plane of the planned cluster, and is asked again until it is there. */
export const handler = step('make-cluster', WithClone, async ({ clone, attempt }, { store, stillOn }) => {
  const plan = await readRecord<NewClusterOf>(store, keysOf(clone.cloneId).newCluster, 'plan-clone');
  await stillOn();
  const maker = await clusterMaker(clone, plan, store);
  return lookForOwn(attempt, () => maker.make('cluster'));
});
