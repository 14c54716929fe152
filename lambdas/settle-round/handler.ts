import { keysOf } from '../../core/base/run/keys.ts';
import { settleRound } from '../../core/execute/rounds/settle-round.ts';
import { Approval } from '../../core/plan/approval/approval.ts';
import { sourceStorage, targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ approval: Approval.optional() });

/** Ends a round and says what comes next; or keeps who has approved the cut-over, for the next time that it is asked. */
export const handler = step('settle-round', Input, async ({ clone, approval, attempt }, { store, now }) => {
  if (approval) {
    await store.putNew(keysOf(clone.cloneId).cutOverApproval, JSON.stringify(approval));
    return { next: 'wait', seconds: 0 };
  }
  const [source, target] = await Promise.all([memberOf(clone, 'source'), memberOf(clone, 'target')]);
  const sides = { source: sourceStorage(clone, source), target: targetStorage(clone, target) };
  return settleRound(sides, store, clone, { attempt, now: now() });
});
