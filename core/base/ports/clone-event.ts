import * as z from 'zod';

export const TOLD = [
  'Clone Started',
  'Clone Planned',
  'Clone Awaits Approval',
  'Clone Succeeded',
  'Clone Failed',
  'Clone Skipped',
  'Clone Replaced',
  'Clone Removed',
  'Clone Not Removed',
] as const;

const PlanFigures = z.strictObject({
  hash: z.string(),
  objects: z.int().nonnegative().describe('That are copied'),
  volumes: z.int().nonnegative(),
  gibibytes: z.int().nonnegative(),
  dollars: z.number().describe('Estimate'),
  minutes: z.number().describe('Estimate'),
  blockers: z.int().nonnegative().optional().describe('A clone is refused as long as there is one'),
  warnings: z.int().nonnegative(),
});
export type PlanFigures = z.infer<typeof PlanFigures>;

/** The detail of an event on the hub's default bus; `docs/events.md` has it as JSON Schema. */
export const CloneEvent = z.strictObject({
  version: z.literal('1'),
  cloneId: z.string().describe("The execution's name"),
  route: z.string(),
  sentence: z.string().describe('What a person needs to know'),
  askedBy: z.string().optional().describe('ARN, schedule, or that it was started in Step Functions'),
  startedAt: z.string().optional(),
  source: z.string().optional().describe('Cluster, account and Region'),
  target: z.string().optional(),
  expiresAt: z.string().optional().describe('When the clone is removed again'),
  report: z.string().optional().describe("Key of report.html in the hub's bucket"),
  plan: PlanFigures.optional().describe('What waits for an approval, or was planned'),
  until: z.string().optional().describe('When the wait for an approval ends'),
  error: z.string().optional().describe('Name of the error, one of core/base/errors.ts'),
});
export type CloneEvent = z.infer<typeof CloneEvent>;

export interface Announcement {
  detailType: (typeof TOLD)[number];
  detail: CloneEvent;
}
