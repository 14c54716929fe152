import type { RunDetails, RunKey, RunSummary } from '../../base/ports/runs.ts';
import { MODES } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { unwrap } from '../../base/run/failure.ts';
import { keysOf } from '../../base/run/keys.ts';
import { machineName } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';

/** The run of the path. Its execution must be of the route's own machine: nobody sees the run of another route. */
export async function runOf(tools: ApiTools, request: ApiRequest): Promise<RunDetails> {
  const { name: route } = routeOf(tools, request);
  const name = request.labels.id ?? '';
  const run = /^[0-9A-Za-z_-]{1,80}$/.test(name) && (await tools.runs.describe({ machine: machineName(route), name }));
  if (run) return run;
  throw new Refusal(
    'not-found',
    `Route "${route}" has no run "${name}"; GET /routes/${route}/clones lists those of the last 90 days.`,
  );
}

/**
 * Whether the records under the name of a run are those of another route: who may start executions of a machine names them as they
 * like, and a name belongs to the run that took it first, over all routes.
 */
export async function isOfOthers({ store, memory }: ApiTools, { name }: RunKey, route: string): Promise<boolean> {
  const owner = await memory.forever(
    `route of the records of ${name}`,
    async () => (await findRecord<{ clone: Clone }>(store, keysOf(name).clone))?.clone.route.name,
    (found) => found !== undefined,
  );
  return owner !== undefined && owner !== route;
}

/** As the input of a run says it; what says none is a clone. */
export const modeOf = (mode: unknown) => MODES.find((each) => each === mode) ?? 'clone';

export const summaryOf = (route: string, { name, status, startedAt, endedAt }: RunSummary) => ({
  id: name,
  route,
  status,
  startedAt,
  ...(endedAt ? { endedAt } : {}),
});

export function failureOf({ failure }: Pick<RunDetails, 'failure'>) {
  if (!failure) return {};
  const { Error: error, Cause: sentence } = unwrap(failure);
  return { failure: { error, sentence } };
}
