import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { roundsOf } from '../../core/base/run/rounds.ts';
import { takesSnapshot } from '../../core/base/strategies.ts';
import { requireHeld } from '../../core/execute/capture/require-held.ts';
import { snapshotVolumes } from '../../core/execute/capture/snapshot-volumes.ts';
import { movedVolumes } from '../../core/execute/movers/moved-volumes.ts';
import { parentsFor } from '../../core/execute/rounds/begin-round.ts';
import { volumePaceOf, volumesAtOnce } from '../../core/plan/pace/plan-pace.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { sourceStorage } from '../_shared/disks.ts';
import { required } from '../_shared/environment.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Starts one snapshot a volume; the snapshots complete while the run goes on. */
export const handler = step('snapshot-volumes', WithClone, async ({ clone, attempt }, { store, stillOn, now }) => {
  const plan = await readRecord<Plan>(store, keysOf(clone.cloneId).plan, 'plan-clone');
  const storage = sourceStorage(clone, await memberOf(clone, 'source'));
  await stillOn();
  const { rounds } = await roundsOf(store, clone.cloneId);
  const parents = await parentsFor(store, clone, rounds, plan.volumes, clone.cloneId);
  const pace = volumePaceOf(plan.pace);
  const hub = { bucket: required('KUBEFERRY_BUCKET'), region: required('AWS_REGION') };
  const planned = await movedVolumes(store, clone.cloneId, plan.volumes, hub);
  const { cloneId } = clone;
  const { volumes, begunAt } = await snapshotVolumes(storage, store, cloneId, planned, attempt, parents, pace);
  if (planned.some(takesSnapshot)) await requireHeld(store, cloneId, earlier(begunAt, now()));
  return { volumes, volumesAtOnce: volumesAtOnce(clone, plan.pace) };
});

/** They were begun before now in any case. */
const earlier = (begunAt: string | undefined, now: Date): string =>
  begunAt !== undefined && Date.parse(begunAt) < now.getTime() ? begunAt : now.toISOString();
