import * as z from 'zod';
import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { makeCluster, PART_STAGES } from '../../core/execute/cluster/make-cluster.ts';
import { isClosed } from '../../core/execute/undo/close-run.ts';
import type { ClusterPlan } from '../../core/plan/cluster/plan-cluster.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.enum(PART_STAGES) });

/** Puts one stage of its parts into the cluster that is being made, and is asked again until all of it is there. */
export const handler = step('fill-cluster', Input, async ({ clone, stage }, { store, stillOn }) => {
  const plan = await readRecord<ClusterPlan>(store, keysOf(clone.cloneId).newCluster, 'plan-clone');
  await stillOn();
  const factory = eksClusterFactory(await memberOf(clone, 'target'));
  const origin = { cloneId: clone.cloneId, route: clone.route.name };
  return makeCluster(factory, plan, origin, stage, (cloneId) => isClosed(store, cloneId));
});
