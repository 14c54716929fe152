import { inParallel } from '../../base/in-parallel.ts';
import { isOver, type RunPage, type RunStatus, type RunSummary } from '../../base/ports/runs.ts';
import type { Route } from '../../base/request/route.ts';
import { machineName } from '../../base/run/names.ts';
import { monthOf } from '../../reporting/cost/cost-entries.ts';
import { isWaiting, listed } from './list-runs.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';
import { costsOfMonth } from './show-costs.ts';
import { viewOf } from './show-schedule.ts';
import type { RouteSummary } from './summary-schemas.ts';

/** A dashboard that several people look at asks more often than a route changes. */
const GOOD_FOR_MS = 10_000;
const WEEK_MS = 7 * 24 * 3_600_000;
const PAGE = 100;
/** Calls at once: an answer must come within the seconds that API Gateway waits. */
const AT_ONCE = 10;

export async function showSummary(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const look = () => lookAt(route, request.at, tools);
  return jsonAnswer(200, await tools.memory.during(GOOD_FOR_MS, `summary ${route.name}`, look));
}

async function lookAt(route: Route, at: Date, tools: ApiTools): Promise<RouteSummary> {
  const machine = machineName(route.name);
  const [latest, next, month] = await Promise.all([
    tools.runs.list(machine, { limit: PAGE }),
    nextOf(route.name, at, tools),
    costsOfMonth(tools.store, route.name, monthOf(at.toISOString())),
  ]);
  const [running, failed] = await Promise.all([
    ofStatus('RUNNING', machine, latest, tools),
    ofStatus('FAILED', machine, latest, tools),
  ]);
  const last = latest.runs.find(isOver);
  const since = at.getTime() - WEEK_MS;
  return {
    route: route.name,
    asOf: at.toISOString(),
    running: running.length,
    waiting: await waitingOf(running, route, tools),
    failedThisWeek: failed.filter(({ endedAt = '' }) => Date.parse(endedAt) > since).length,
    ...(last ? { last: await listed(last, route, tools) } : {}),
    ...(next ? { next } : {}),
    month,
  };
}

/** Out of the latest runs where these are all that there are: a list less to ask for. */
async function ofStatus(
  status: RunStatus,
  machine: string,
  latest: RunPage,
  { runs }: ApiTools,
): Promise<RunSummary[]> {
  if (latest.next === undefined) return latest.runs.filter((run) => run.status === status);
  return (await runs.list(machine, { status, limit: PAGE })).runs;
}

async function waitingOf(running: RunSummary[], route: Route, tools: ApiTools): Promise<string[]> {
  const asked = await inParallel(running, AT_ONCE, async (run) =>
    (await isWaiting(run, route, tools)) ? [run.name] : [],
  );
  return asked.flat();
}

/** The soonest time of all schedules that are on. */
async function nextOf(route: string, now: Date, { schedules }: ApiTools): Promise<RouteSummary['next']> {
  const { names } = await schedules.list(route, { limit: PAGE });
  const stored = await inParallel(names, AT_ONCE, (name) => schedules.get(route, name));
  const times = stored.flatMap((each) => {
    const [at] = each ? viewOf(route, each, now).next : [];
    return each && at ? [{ schedule: each.name, at }] : [];
  });
  return times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}
