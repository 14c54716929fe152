import { inParallel } from '../../base/in-parallel.ts';
import type { RunDetails, RunSummary } from '../../base/ports/runs.ts';
import { isOver } from '../../base/ports/runs.ts';
import type { Route } from '../../base/request/route.ts';
import { keysOf } from '../../base/run/keys.ts';
import { machineName } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { isClosed } from '../../execute/undo/close-run.ts';
import type { RunSize } from '../../plan/run-size.ts';
import { askerIn } from './asker.ts';
import { failureOf, modeOf, summaryOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, pageOf, queryOf, routeOf } from './request.ts';
import { ListQuery } from './schemas.ts';
import { approvalOf } from './show-approval.ts';
import { stepsOf } from './steps.ts';

/** DescribeExecution takes so many at once without a throttle, and 100 of them within the time of an answer. */
const AT_ONCE = 10;

export async function listRuns(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const query = queryOf(request, ListQuery);
  const { runs, next } = await pageOf(request, () => tools.runs.list(machineName(route.name), query));
  const clones = await inParallel(runs, AT_ONCE, (run) => listed(run, route, tools));
  return jsonAnswer(200, { clones, ...(next ? { next } : {}) });
}

/** With what a person tells runs apart by; of one that is gone meanwhile, what the list has. */
export async function listed(run: RunSummary, route: Route, tools: ApiTools) {
  const [told, closed] = await Promise.all([describedOf(run, route, tools), isClosed(tools.store, run.name)]);
  return { ...told, ...(closed ? { rolledBack: true } : {}) };
}

/** A run that is over tells the same at each look, until it is resumed. */
function describedOf(run: RunSummary, route: Route, tools: ApiTools) {
  const look = async () => {
    const details = await tools.runs.describe(run);
    return {
      ...summaryOf(route.name, details ?? run),
      ...(details ? await toldOf(details, route, tools) : {}),
    };
  };
  const { machine, name, status, endedAt } = run;
  return isOver(run) ? tools.memory.forever(`listed ${machine}/${name} ${status} ${endedAt}`, look) : look();
}

async function toldOf(details: RunDetails, route: Route, tools: ApiTools) {
  const asked = askedOf(details, route);
  const [askedBy, waiting, size] = await Promise.all([
    askerIn(tools, details.name, asked.schedule),
    isWaiting(details, route, tools),
    findRecord<RunSize>(tools.store, keysOf(details.name).size),
  ]);
  return {
    ...asked,
    askedBy,
    ...failureOf(details),
    ...notDueOf(details),
    ...(waiting ? { waiting } : {}),
    ...(size ? { size } : {}),
  };
}

/** The question of a run may be that of a try before: of the few that have one, the steps say whether they wait. */
export async function isWaiting(run: RunSummary, { name }: Route, { runs, store }: ApiTools): Promise<boolean> {
  if (isOver(run) || (await store.get(keysOf(run.name).question)) === undefined) return false;
  const steps = await stepsOf(runs, run, false);
  return (await approvalOf(store, { cloneId: run.name, route: name, steps }))?.status === 'waiting';
}

interface Asked {
  mode?: string;
  schedule?: string;
  selection?: { namespaces?: string[]; allNamespaces?: boolean };
}

function askedOf({ input }: RunDetails, { defaults }: Route) {
  const { mode, schedule, selection } = (input ?? {}) as Asked;
  const said = selection?.allNamespaces || selection?.namespaces?.length ? selection : (defaults as Asked).selection;
  return {
    mode: modeOf(mode),
    ...(said?.allNamespaces || said?.namespaces ? { namespaces: said.allNamespaces ? ['*'] : said.namespaces } : {}),
    ...(typeof schedule === 'string' ? { schedule } : {}),
  };
}

/** What the machine of a run answers when another run had its scheduled time. */
function notDueOf({ output }: RunDetails) {
  const { status } = (output ?? {}) as { status?: string };
  return status === 'SKIPPED' ? { skipped: true } : {};
}
