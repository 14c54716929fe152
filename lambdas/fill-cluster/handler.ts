import * as z from 'zod';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { PART_STAGES } from '../../core/execute/cluster/stages.ts';
import type { NewClusterOf } from '../../core/plan/cluster/new-cluster.ts';
import { clusterMaker } from '../_shared/cluster-maker.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.enum(PART_STAGES) });

/** Puts one stage of its parts into the cluster that is being made, and is asked again until all of it is there. */
export const handler = step('fill-cluster', Input, async ({ clone, stage }, { store, stillOn }) => {
  const plan = await readRecord<NewClusterOf>(store, keysOf(clone.cloneId).newCluster, 'plan-clone');
  await stillOn();
  const maker = await clusterMaker(clone, plan, store);
  return maker.make(stage);
});
