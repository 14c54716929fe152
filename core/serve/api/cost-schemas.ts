/** What the API says of what the runs of a route have cost, and the operation that says it. */
import * as z from 'zod';
import type { Operation } from './operation.ts';

export const MonthView = z.object({
  month: z.string().describe('Such as 2026-11, in UTC'),
  clones: z.int().describe('Clones and captures that succeeded in it'),
  failed: z.int().describe('That failed, which are in no sum'),
  dollars: z.number().describe('By what their functions have recorded, at list prices'),
});
export type MonthView = z.infer<typeof MonthView>;

export const CostsView = z.object({
  route: z.string(),
  months: z.array(MonthView).describe('The latest first; what stays in the target is in none of them'),
});
export type CostsView = z.infer<typeof CostsView>;

export const CostsQuery = z.strictObject({
  months: z.coerce.number().int().min(1).max(13).default(6).describe('How many, with the one that is under way'),
});

export const COSTS_OPERATION = {
  id: 'listCosts',
  method: 'GET',
  path: '/routes/{route}/costs',
  summary: 'Say what the runs of a route have cost by month',
  description:
    'Clones and captures that ended in each month, and what they have used by their reports. Volumes and snapshots that stay cost besides, in the account where they are.',
  status: 200,
  query: CostsQuery,
  output: CostsView,
} as const satisfies Operation;
