import * as z from 'zod';
import { askForApproval } from '../../core/plan/approval/ask.ts';
import { approvalEvent, cutOverApprovalEvent } from '../../core/reporting/announcement.ts';
import { notify } from '../_shared/notify.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ token: z.string(), about: z.literal('cut-over').optional() });

/** Asks for an approval of the plan, or of the cut-over of a migration. The state waits on until somebody answers its token, which stays in the records. */
export const handler = step('await-approval', Input, async ({ clone, token, about }, tools) => {
  // A run that is being rolled back would wait for a week, and then make nothing.
  await tools.stillOn();
  const asked = { token, askedAt: tools.now().toISOString(), ...(about ? { of: about } : {}) };
  const { plan, until } = await askForApproval(tools.store, clone, asked);
  await notify(about ? cutOverApprovalEvent(clone, plan, until) : approvalEvent(clone, plan, until), tools);
  return { planHash: plan.hash, until };
});
