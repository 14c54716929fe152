/** What the API tells of the events of a run. */
import * as z from 'zod';
import { Started } from './schemas.ts';

const EventView = z.object({
  at: z.string().describe('ISO 8601'),
  kind: z.enum(['began', 'waits', 'failed', 'ended']).describe('waits: it is tried again'),
  machine: z.string().describe('Of the step, such as capture-source; of the run itself the route'),
  step: z.string().optional().describe('Left out where the event is of the execution as a whole'),
  sentence: z.string(),
});
export type EventView = z.infer<typeof EventView>;

export const EventList = Started.extend({
  events: z.array(EventView).describe('In order of time, but for one that came to be known late'),
  next: z.string().describe('Send it as the query parameter next to get what comes after, now or later'),
  more: z.boolean().describe('There is more than this page'),
});
export type EventList = z.infer<typeof EventList>;

export const EventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Events in one page'),
  next: z.string().max(8192).optional().describe('From the answer before'),
});
