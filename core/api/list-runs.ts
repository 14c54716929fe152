import { machineName } from '../clone/names.ts';
import type { Route } from '../clone/route.ts';
import { inParallel } from '../in-parallel.ts';
import type { RunDetails, RunSummary } from '../ports/runs.ts';
import { isClosed } from '../undo/close-run.ts';
import { failureOf, summaryOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, pageOf, queryOf, routeOf } from './request.ts';
import { ListQuery } from './schemas.ts';

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
async function listed(run: RunSummary, route: Route, { runs, store }: ApiTools) {
  const [details, closed] = await Promise.all([runs.describe(run), isClosed(store, run.name)]);
  return {
    ...summaryOf(route.name, details ?? run),
    ...(details ? { ...askedOf(details, route), ...failureOf(details), ...notDueOf(details) } : {}),
    ...(closed ? { rolledBack: true } : {}),
  };
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
    mode: mode === 'plan' ? 'plan' : 'clone',
    ...(said?.allNamespaces || said?.namespaces ? { namespaces: said.allNamespaces ? ['*'] : said.namespaces } : {}),
    ...(typeof schedule === 'string' ? { schedule } : {}),
  };
}

/** What the machine of a run answers whose time was not its own. */
function notDueOf({ output }: RunDetails) {
  const { status } = (output ?? {}) as { status?: string };
  return status === 'SKIPPED' ? { skipped: true } : {};
}
