import * as z from 'zod';
import { isTimeZone } from '../../../time/time-zone.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day is written 20:00');

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** When data may be copied, and how fast at most. One that ends before it begins goes past midnight, and belongs to the day on which it begins. */
export const PaceWindow = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1).optional().describe('Every day when left out'),
  from: clock,
  to: clock.describe('The same as from means 24 hours'),
  timeZone: z.string().refine(isTimeZone, 'a time zone is written as the IANA database has it, such as Europe/Berlin'),
  mebibytesPerSecond: z.int().min(10).optional().describe('While it is open: a lower pace than at other times'),
  requestsPerSecond: z.int().min(20).optional().describe('While it is open: a lower pace than at other times'),
});
export type PaceWindow = z.infer<typeof PaceWindow>;
