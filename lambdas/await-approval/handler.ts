import { z } from 'zod';
import { askForApproval } from '../../core/plan/approval/ask.ts';
import { approvalEvent } from '../../core/reporting/announcement.ts';
import { notify } from '../_shared/notify.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ token: z.string() });

/** Asks for an approval of the plan. The state waits on until somebody answers its token, which stays in the records. */
export const handler = step('await-approval', Input, async ({ clone, token }, tools) => {
  // A run that is being rolled back would wait for a week, and then make nothing.
  await tools.stillOn();
  const { plan, until } = await askForApproval(tools.store, clone, { token, askedAt: tools.now().toISOString() });
  await notify(approvalEvent(clone, plan, until), tools);
  return { planHash: plan.hash, until };
});
