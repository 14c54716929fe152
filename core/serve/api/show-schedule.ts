import { inZone, nextTimes } from '../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../time/schedule-expression.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { StoredSchedule } from '../../base/ports/schedules.ts';
import { originOf, startOfInput } from '../../base/request/schedule.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { deliveriesKey, keysOf, timeOfDelivery } from '../../base/run/keys.ts';
import { machineName } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { failureOf, summaryOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, pageOf, queryOf, routeOf } from './request.ts';
import { type ScheduleRun, SchedulesQuery, type ScheduleView } from './schedule-schemas.ts';

/** So many future times, and so many runs that have been. */
const NEXT = 3;
const RUNS = 10;
/** Calls at once: an answer must come within the seconds that API Gateway waits. */
const AT_ONCE = 10;

export async function listSchedules(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { name: route } = routeOf(tools, request);
  const query = queryOf(request, SchedulesQuery);
  const { names, next } = await pageOf(request, () => tools.schedules.list(route, query));
  const schedules = await inParallel(names, AT_ONCE, async (name) => {
    const stored = await tools.schedules.get(route, name);
    const [last] = stored ? await runsOf(route, name, tools, 1) : [];
    return stored ? [{ ...viewOf(route, stored, request.at), ...(last ? { last } : {}) }] : [];
  });
  return jsonAnswer(200, { schedules: schedules.flat(), ...(next ? { next } : {}) });
}

export async function showSchedule(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { name: route } = routeOf(tools, request);
  const stored = await scheduleNamed(request, tools);
  return jsonAnswer(200, { ...viewOf(route, stored, request.at), runs: await runsOf(route, stored.name, tools, RUNS) });
}

/** The schedule of the path; also one that was made by hand, whose name may have more than ours. */
export async function scheduleNamed(request: ApiRequest, tools: ApiTools): Promise<StoredSchedule> {
  const { name: route } = routeOf(tools, request);
  const name = request.labels.id ?? '';
  const stored = /^[0-9A-Za-z_.-]{1,64}$/.test(name) ? await tools.schedules.get(route, name) : undefined;
  if (stored) return stored;
  throw new Refusal(
    'not-found',
    `Route "${route}" has no schedule "${name}"; GET /routes/${route}/schedules lists those that there are.`,
  );
}

export function viewOf(route: string, stored: StoredSchedule, now: Date): ScheduleView {
  const { name, expression, timeZone, windowMinutes, enabled, input, description, madeAt, changedAt } = stored;
  return {
    name,
    route,
    origin: originOf(description),
    enabled,
    expression,
    timeZone,
    ...(windowMinutes ? { windowMinutes } : {}),
    ...whatItStarts(input),
    next: enabled ? comingTimes(stored, now) : [],
    madeAt: madeAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

/** Who makes one by hand may write anything as its input. */
function whatItStarts(input: string): Pick<ScheduleView, 'request' | 'overlap'> {
  try {
    return startOfInput(input);
  } catch {
    return { overlap: 'skip', request: {} };
  }
}

/** None of an expression that kubeferry cannot read: one made by hand may have L, W or #. */
function comingTimes({ expression, timeZone, madeAt }: StoredSchedule, now: Date): string[] {
  try {
    const times = nextTimes(parseScheduleExpression(expression), timeZone, { after: now, madeAt, count: NEXT });
    return times.map((time) => inZone(time, timeZone));
  } catch {
    return [];
  }
}

/** By the reservations of its times, the latest first: as far back as they are kept. */
async function runsOf(
  route: string,
  schedule: string,
  { store, runs }: ApiTools,
  most: number,
): Promise<ScheduleRun[]> {
  const keys: string[] = [];
  for await (const key of store.list(deliveriesKey(route, schedule))) keys.push(key);
  const found = await inParallel(keys.slice(-most).toReversed(), AT_ONCE, async (key): Promise<ScheduleRun[]> => {
    const reservation = await findRecord<{ execution: string }>(store, key);
    const name = reservation?.execution.split(':').at(-1) ?? '';
    const run = name ? await runs.describe({ machine: machineName(route), name }) : undefined;
    if (!run) return [];
    const record = await findRecord<{ clone: Clone }>(store, keysOf(name).clone);
    const notDue = record?.clone.notDue;
    const told = { ...(notDue ? { notDue } : {}), ...failureOf(run) };
    return [{ scheduledTime: timeOfDelivery(key), ...summaryOf(route, run), ...told }];
  });
  return found.flat();
}
