/** What the API takes and answers of schedules. */
import * as z from 'zod';
import { Request } from '../../base/request/request.ts';
import { ORIGINS, Schedule } from '../../base/request/schedule.ts';
import { ApiRequestBody, FailureView, RunSummaryView } from './schemas.ts';

const time = z.string().describe('ISO 8601');

/** What a schedule is asked for. */
export const ApiScheduleBody = Schedule.extend({
  request: ApiRequestBody.extend({ mode: Request.shape.mode }).describe('What is cloned at each time'),
});
/** The same without its name, which is in the path. */
export const ApiNamedScheduleBody = ApiScheduleBody.extend({ name: Schedule.shape.name.optional() });

export const ScheduleRun = RunSummaryView.extend({
  scheduledTime: time,
  notDue: z.string().optional().describe('Why it cloned nothing'),
  failure: FailureView.optional(),
});
export type ScheduleRun = z.infer<typeof ScheduleRun>;

export const ScheduleView = z.object({
  name: z.string(),
  route: z.string(),
  origin: z
    .enum(ORIGINS)
    .describe('Who made it: kubeferry.config.ts, this API, or somebody by hand; only those of this API change here'),
  enabled: z.boolean().describe('False: its times pass'),
  expression: z.string().describe('cron(…), rate(…) or at(…)'),
  timeZone: z.string(),
  windowMinutes: z.int().optional().describe('The run starts at any moment within so many minutes after its time'),
  overlap: Schedule.shape.overlap.removeDefault().describe('What becomes of a time that meets the run before it'),
  request: z.record(z.string(), z.unknown()).describe('What is cloned at each time'),
  next: z.array(z.string()).describe('The next three times, ISO 8601 in its time zone'),
  madeAt: time,
  changedAt: time,
});
export type ScheduleView = z.infer<typeof ScheduleView>;

export const ScheduleDetails = ScheduleView.extend({
  runs: z.array(ScheduleRun).describe('The last ten of the last 30 days, the latest first'),
});

export const ScheduleList = z.object({
  schedules: z
    .array(ScheduleView.extend({ last: ScheduleRun.optional().describe('The latest run of the last 30 days') }))
    .describe('By name'),
  next: z.string().optional().describe('Send it as the query parameter next to get the next page'),
});

export const SchedulesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Schedules in one page'),
  next: z.string().max(2048).optional().describe('From the answer before'),
});
