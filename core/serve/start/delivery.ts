import * as z from 'zod';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { OVERLAPS } from '../../base/request/schedule.ts';
import { deliveryKey } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** One scheduled time of one schedule, as EventBridge Scheduler puts it into the machine's input. */
export const Delivery = z.object({
  schedule: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a schedule name has lower-case letters, digits and -'),
  /** `2026-11-22T02:00:00Z`, the same in every delivery of that time. */
  scheduledTime: z.iso.datetime({ message: 'a scheduled time looks like 2026-11-22T02:00:00Z' }),
  overlap: z.enum(OVERLAPS, `an overlap is one of ${OVERLAPS.join(', ')}`).default('skip'),
});
export type Delivery = z.infer<typeof Delivery>;

const FIELDS = Object.keys(Delivery.shape);

/** Clocks of Scheduler and Step Functions may differ by so much. */
const AHEAD_MS = 60_000;

/**
 * Parts what the schedule wrote from the request itself. Throws InvalidRequest for a time that is still to come,  * reserving it would keep the schedule's own run from starting.
 */
export function partDelivery(input: unknown, startedAt: string): { delivery?: Delivery; request: unknown } {
  if (typeof input !== 'object' || input === null || !FIELDS.some((field) => field in input)) return { request: input };
  const { schedule, scheduledTime, overlap, ...request } = input as Record<string, unknown>;
  const { data, error } = Delivery.safeParse({ schedule, scheduledTime, overlap });
  const problems = (error?.issues ?? []).map(({ path, message }) => ({
    at: path.join('.'),
    message: `${message}; ${FIELDS.join(', ')} belong to schedules, so leave them out when you start a run yourself.`,
  }));
  if (data && Date.parse(data.scheduledTime) > Date.parse(startedAt) + AHEAD_MS) {
    const message = `${data.scheduledTime} is still to come, and belongs to the schedule; leave it out.`;
    problems.push({ at: 'scheduledTime', message });
  }
  if (data && problems.length === 0) return { delivery: data, request };
  const list = problems.map(({ at, message }) => `${at}: ${message}`).join(' ');
  throw new KubeferryError('InvalidRequest', `The request is not right; nothing was touched. ${list}`, { problems });
}

/**
 * EventBridge Scheduler delivers at least once (https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html),
 * and nothing in a delivery could be the name of an execution: the first one to write the reservation has the scheduled time.
 * Answers the execution that was first, or undefined when it is this one, however often it asks.
 */
export async function reserveDelivery(
  store: ObjectStore,
  route: string,
  delivery: Delivery,
  execution: string,
): Promise<string | undefined> {
  const key = deliveryKey(route, delivery.schedule, delivery.scheduledTime);
  if (await store.putNew(key, JSON.stringify({ execution }))) return undefined;
  const first = await findRecord<{ execution: string }>(store, key);
  return first?.execution === execution ? undefined : (first?.execution ?? 'a run whose reservation has expired');
}
