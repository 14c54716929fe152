import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { beginRound } from '../../core/execute/rounds/begin-round.ts';
import { volumePaceOf, volumesAtOnce } from '../../core/plan/pace/plan-pace.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { sourceStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Starts one snapshot a volume while the source works on. */
export const handler = step('begin-round', WithClone, async ({ clone, attempt }, { store, stillOn, now }) => {
  const plan = await readRecord<Plan>(store, keysOf(clone.cloneId).plan, 'plan-clone');
  const storage = sourceStorage(clone, await memberOf(clone, 'source'));
  await stillOn();
  const pace = volumePaceOf(plan.pace);
  const begun = await beginRound(storage, store, clone, plan.volumes, { attempt, now: now(), pace });
  return { ...begun, volumesAtOnce: volumesAtOnce(clone, plan.pace) };
});
