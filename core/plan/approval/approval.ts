import * as z from 'zod';

/** How long a run waits; the state "Await approval" has the same in seconds. */
export const APPROVAL_DAYS = 7;

const DAY_MS = 24 * 3600 * 1000;

/** What the machine gets when somebody approves, and what the run keeps of it. */
export const Approval = z.object({
  /** ARN of who approved, as IAM found it out. */
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** Of the plan that was approved. */
  planHash: z.string(),
  /** What the approver said to it. */
  reason: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** What a run waits for. The token is the key to going on: it stays in the records. */
export interface Question {
  token: string;
  route: string;
  planHash: string;
  /** Of the cut-over of a migration; absent where it is of the plan. */
  of?: 'cut-over';
  /** ISO 8601; the run ends after `until`. */
  askedAt: string;
  until: string;
}

export const endOfWait = (askedAt: string) => new Date(Date.parse(askedAt) + APPROVAL_DAYS * DAY_MS).toISOString();
