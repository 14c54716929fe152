import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, Stage, WaveItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards } from '../../base/run/records.ts';
import { exportedObjects } from '../../translate/exported-objects.ts';
import { maskingByWave } from '../masking/masking-objects.ts';
import { planKeeper } from './keep-to-plan.ts';
import { runContext } from './run-context.ts';
import { translateStage } from './translate-stage.ts';

/**
 * Translates the run's export for one stage, from the run's own records alone. Of a run that is bound to a plan, only
 * what is as that plan has it is laid down.
 */
export async function translateClone(store: ObjectStore, clone: Clone, stage: Stage): Promise<{ waves: WaveItem[] }> {
  const keys = keysOf(clone.cloneId);
  const records = await runContext(store, clone);
  const keeper = await planKeeper(store, clone, records);
  const shards = exportedObjects(readShards<KubeObject>(store, keys.export), records.context);
  const added = stage === 'workload' ? maskingByWave(records.plan, clone.cloneId) : [];
  const masked = records.plan.masking !== undefined;
  const { whyLeftOut } = keeper;
  return translateStage(shards, records.context, stage, store, clone.cloneId, { whyLeftOut, masked, added });
}
