import { createHash } from 'node:crypto';
import type { ScheduleSpec, StoredSchedule } from '../../base/ports/schedules.ts';
import type { Route } from '../../base/request/route.ts';
import { madeThroughApi, originOf, type Schedule, scheduleInput } from '../../base/request/schedule.ts';
import { type ApiAnswer, emptyAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, bodyOf, mistakes, routeOf } from './request.ts';
import { scheduleOf } from './schedule-body.ts';
import { scheduleNamed, viewOf } from './show-schedule.ts';

/** A used name is refused; the same Idempotency-Key with the same schedule is the same creation. */
export async function createSchedule(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const schedule = scheduleOf(bodyOf(request), route, request.at);
  if ((await create(schedule, route, request, tools)) === 'taken') {
    throw new Refusal(
      'name-taken',
      `Route "${route.name}" has a schedule "${schedule.name}" already; nothing was changed. Choose another name, or ` +
        `put this in its place with PUT ${pathOf(route, schedule.name)}.`,
    );
  }
  return shown(201, schedule.name, request, tools);
}

/** Makes the schedule of the path, or puts the whole of the body in its place: sent twice, it is the same. */
export async function putSchedule(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const name = request.labels.id ?? '';
  const body = bodyOf(request);
  if (body.name !== undefined && body.name !== name) {
    const message = `The path says the name, which is "${name}" here; leave it out. A schedule cannot be renamed: make another.`;
    throw mistakes([{ at: 'name', message }], 'nothing was changed');
  }
  const schedule = scheduleOf({ ...body, name }, route, request.at);
  const before = await tools.schedules.get(route.name, name);
  if (before) refuseOfOthers(before, route);
  if (before && (await tools.schedules.replace(route.name, specOf(schedule, request))))
    return shown(200, name, request, tools);
  if ((await create(schedule, route, request, tools)) === 'created') return shown(201, name, request, tools);
  throw new Refusal(
    'name-taken',
    `Somebody made schedule "${name}" at this moment; nothing was changed. Send it again.`,
  );
}

export async function deleteSchedule(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const stored = await scheduleNamed(request, tools);
  refuseOfOthers(stored, route);
  await tools.schedules.delete(route.name, stored.name);
  return emptyAnswer();
}

function create(schedule: Schedule, route: Route, request: ApiRequest, { schedules }: ApiTools) {
  const key = request.headers['idempotency-key'];
  const token = key === undefined ? undefined : hashOf([route.name, schedule.name, key]);
  return schedules.create(route.name, specOf(schedule, request), token);
}

/** Scheduler's ClientToken has at most 64 characters. */
const hashOf = (parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const specOf = (schedule: Schedule, { caller }: ApiRequest): ScheduleSpec => ({
  name: schedule.name,
  expression: schedule.expression,
  timeZone: schedule.timeZone,
  ...(schedule.windowMinutes ? { windowMinutes: schedule.windowMinutes } : {}),
  enabled: schedule.enabled,
  input: scheduleInput(schedule),
  description: madeThroughApi(caller),
});

const WAY_OUT = {
  config: 'is written in kubeferry.config.ts: change it there and deploy the hub, or make another through this API',
  other: 'was not made through this API: whoever made it may change it in EventBridge Scheduler',
} as const;

/** A deployment would put its own schedule back, and nothing of others is ever changed. */
function refuseOfOthers({ name, description }: StoredSchedule, { name: route }: Route): void {
  const origin = originOf(description);
  if (origin === 'api') return;
  throw new Refusal(
    'made-elsewhere',
    `Schedule "${name}" of route "${route}" ${WAY_OUT[origin]}. Nothing was changed.`,
  );
}

async function shown(status: 200 | 201, name: string, request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const stored = await tools.schedules.get(route.name, name);
  if (!stored)
    throw new Refusal('not-found', `Schedule "${name}" was written, and deleted by somebody before it could be shown.`);
  const location = pathOf(route, name);
  return jsonAnswer(status, viewOf(route.name, stored, request.at), status === 201 ? { location } : {});
}

const pathOf = ({ name: route }: Route, name: string) => `/routes/${route}/schedules/${name}`;
