import * as z from 'zod';

const time = z.string().describe('ISO 8601');

export const ApprovalView = z.object({
  status: z.enum(['waiting', 'approved', 'ended']).describe('ended: refused, expired or stopped; failure says which'),
  of: z.literal('cut-over').optional().describe('Of the cut-over of a migration; absent where it is of the plan'),
  planHash: z.string().describe('Of the plan to approve; GET …/plans/{id} has it'),
  askedAt: time,
  until: time.describe('When the wait ends'),
  by: z.string().optional().describe('ARN of who approved'),
  at: time.optional().describe('When it was approved'),
  reason: z.string().optional().describe('What the approver said to it'),
});
export type ApprovalView = z.infer<typeof ApprovalView>;
