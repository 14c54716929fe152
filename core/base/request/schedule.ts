import * as z from 'zod';
import { parseScheduleExpression } from '../../../time/schedule-expression.ts';
import { isTimeZone } from '../../../time/time-zone.ts';

const expression = z.string().superRefine((text, context) => {
  try {
    parseScheduleExpression(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const timeZone = z.string().refine(isTimeZone, 'a time zone looks like Europe/Berlin or UTC');

/**
 * What becomes of a time that finds its namespaces held: it is left out, waits until they are free, or stops the run of
 * the same schedule that holds them, rolls it back and takes its place.
 */
export const OVERLAPS = ['skip', 'queue', 'replace'] as const;
export type Overlap = (typeof OVERLAPS)[number];

const fields = {
  /** `cron(0 2 * * ? *)`, `rate(12 hours)` or `at(2026-12-24T18:00:00)`. */
  expression,
  timeZone: timeZone.default('UTC'),
  /** The run starts at any moment within so many minutes after its time; at the time itself when left out. */
  windowMinutes: z.int().min(1).max(1440).optional(),
  /** What is cloned; checked as a request. */
  request: z.record(z.string(), z.unknown()).default({}),
  overlap: z.enum(OVERLAPS).default('skip'),
  /** False: it stays, and its times pass. */
  enabled: z.boolean().default(true),
};

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a schedule name has lower-case letters, digits and -, at most 40');

/** A recurring clone of one route: an EventBridge Scheduler schedule that starts the route's machine. */
export const Schedule = z.strictObject({ name, ...fields });
export type Schedule = z.infer<typeof Schedule>;

/** The same as `kubeferry.config.ts` states it, with the name of its route. */
export const ScheduleConfig = z.strictObject({ name, route: z.string(), ...fields });
export type ScheduleConfig = z.infer<typeof ScheduleConfig>;

/** Scheduler tries so often to start a machine; then the time goes to the queue, and an alarm fires. */
export const DELIVERY_RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 60 } as const;

/**
 * Who made a schedule, and may change it: EventBridge Scheduler has tags for groups only, so that its description says
 * it. What has none of these was made by hand.
 */
export const MADE_BY_CONFIG = 'Written in kubeferry.config.ts: change it there and deploy the hub.';
const THROUGH_API = 'Made through the kubeferry API';
const LONGEST_DESCRIPTION = 512;

export const madeThroughApi = (caller: string) => `${THROUGH_API} by ${caller}`.slice(0, LONGEST_DESCRIPTION);

export const ORIGINS = ['config', 'api', 'other'] as const;
export type Origin = (typeof ORIGINS)[number];

export function originOf(description: string): Origin {
  if (description === MADE_BY_CONFIG) return 'config';
  return description.startsWith(THROUGH_API) ? 'api' : 'other';
}

/** The machine's input, as Scheduler fills it in (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html). */
export function scheduleInput({ name, overlap, request }: Pick<Schedule, 'name' | 'overlap' | 'request'>): string {
  return JSON.stringify({ schedule: name, scheduledTime: '<aws.scheduler.scheduled-time>', overlap, ...request });
}

/** What such an input starts. Throws where somebody has written something else. */
export function startOfInput(input: string): Pick<Schedule, 'overlap' | 'request'> {
  const { schedule: _, scheduledTime: __, overlap, ...request } = JSON.parse(input) as Record<string, unknown>;
  return { overlap: fields.overlap.catch('skip').parse(overlap), request };
}
