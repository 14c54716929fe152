import { isOver, type RunDetails } from '../../base/ports/runs.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { attemptsOf } from '../../execute/undo/attempts.ts';
import { isClosed } from '../../execute/undo/close-run.ts';
import { allKept } from '../../execute/undo/kept.ts';
import { startRollBack } from '../../execute/undo/start-roll-back.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { refuseUsed } from './refuse-used.ts';
import type { ApiRequest, ApiTools } from './request.ts';

/** Rolls a run back that is over, by its own clone.json; what was kept for others is looked at again each time. */
export async function rollBack(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  await refuseUnlessOver(tools, run, route);
  const clone = await cloneOf(tools, run.name, route);
  await refuseUsed(tools, clone, request.at);
  const hasKept = (await allKept(tools.store, run.name)).length > 0;
  const { name, status } = await startRollBack(tools.runs, clone, { again: true, hasKept });
  return jsonAnswer(202, { id: run.name, route, rollBack: { id: name, status } });
}

/** Throws a Refusal as long as the run is under way, or is being cleaned up. */
export async function refuseUnlessOver(tools: ApiTools, run: RunDetails, route: string): Promise<void> {
  if (!isOver(run)) {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} is still under way: stop it first with POST /routes/${route}/clones/${run.name}/stop.`,
    );
  }
  const cleaning = (await attemptsOf('clean-up', tools.runs, run.name)).at(-1);
  if (cleaning && !isOver(cleaning)) {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} is being cleaned up by ${cleaning.name}: wait for its end with GET /routes/${route}/clones/${run.name}, and send this again.`,
    );
  }
}

/** The run's own record. Throws a Refusal when it made none, or one of another route. */
export async function cloneOf({ store }: ApiTools, id: string, route: string): Promise<Clone> {
  const record = await findRecord<{ clone: Clone }>(store, keysOf(id).clone);
  if (record?.clone.route.name === route) return record.clone;
  throw new Refusal('not-in-this-state', `Run ${id} ended before it began: it made nothing to roll back.`);
}

/** Whether the run's roll-back was started, through the API or by hand. */
export const isRolledBack = async ({ runs, store }: ApiTools, id: string): Promise<boolean> =>
  (await attemptsOf('roll-back', runs, id)).length > 0 || isClosed(store, id);
