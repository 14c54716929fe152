/** What the API says of a route at a glance, and the operation that says it. */
import * as z from 'zod';
import { MonthView } from './cost-schemas.ts';
import type { Operation } from './operation.ts';
import { ListedRun } from './schemas.ts';

export const RouteSummary = z.object({
  route: z.string(),
  asOf: z.string().describe("When it was looked at, by the hub's clock (ISO 8601); it may be ten seconds old"),
  running: z.int().describe('Runs under way; 100 stands for more'),
  waiting: z.array(z.string()).describe('Those of them that wait for an approval'),
  failedThisWeek: z.int().describe('Runs that failed in the last 7 days; 100 stands for more'),
  last: ListedRun.optional().describe('The latest run that is over'),
  next: z
    .object({ schedule: z.string(), at: z.string().describe('ISO 8601 in its time zone') })
    .optional()
    .describe('What runs next by itself'),
  month: MonthView.describe('The month that is under way'),
});
export type RouteSummary = z.infer<typeof RouteSummary>;

export const SUMMARY_OPERATION = {
  id: 'getSummary',
  method: 'GET',
  path: '/routes/{route}/summary',
  summary: 'Say how a route stands',
  description: 'What runs, waits and has failed, what runs next, and what this month has cost.',
  status: 200,
  output: RouteSummary,
} as const satisfies Operation;
