import { z } from 'zod';
import { parseScheduleExpression } from './schedule-expression.ts';

const expression = z.string().superRefine((text, context) => {
  try {
    parseScheduleExpression(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const timeZone = z.string().refine(isTimeZone, 'a time zone looks like Europe/Berlin or UTC');

/** A recurring clone, as `kubeferry.config.ts` states it: an EventBridge Scheduler schedule that starts the route's machine. */
export const ScheduleConfig = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a schedule name has lower-case letters, digits and -, at most 40'),
  /** Name of the route. */
  route: z.string(),
  /** `cron(0 2 * * ? *)`, `rate(12 hours)` or `at(2026-12-24T18:00:00)`. */
  expression,
  timeZone: timeZone.default('UTC'),
  /** The run starts at any moment of so many minutes after its time; at the time itself when left out. */
  windowMinutes: z.int().min(1).max(1440).optional(),
  /** What is cloned; checked as a request. */
  request: z.record(z.string(), z.unknown()).default({}),
  overlap: z
    .enum(
      ['skip'],
      'only "skip" is available: a time that comes while the schedule\'s run before it is still under way is left out',
    )
    .default('skip'),
});
export type ScheduleConfig = z.infer<typeof ScheduleConfig>;

/** The machine's input, as Scheduler fills it in (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html). */
export function scheduleInput({ name, request }: Pick<ScheduleConfig, 'name' | 'request'>): string {
  return JSON.stringify({ schedule: name, scheduledTime: '<aws.scheduler.scheduled-time>', ...request });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
