import type { Clone } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { findRecord } from '../clone/records.ts';
import { isOver, type RunKey } from '../ports/runs.ts';
import { rollBacksOf, startRollBack } from '../undo/start-roll-back.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';

/** Rolls a run back that is over, by its own clone.json. */
export async function rollBack(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  if (!isOver(run)) {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} is still under way: stop it first with POST /routes/${route}/clones/${run.name}/stop.`,
    );
  }
  const record = await findRecord<{ clone: Clone }>(tools.store, keysOf(run.name).clone);
  if (record?.clone.route.name !== route) {
    throw new Refusal('not-in-this-state', `Run ${run.name} ended before it began: it made nothing to roll back.`);
  }
  const { name, status } = await startRollBack(tools.runs, record.clone, { again: true });
  return jsonAnswer(202, { id: run.name, route, rollBack: { id: name, status } });
}

/** The latest roll-back of a run, however it ended. */
export async function lastRollBack({ runs }: ApiTools, run: RunKey) {
  const last = (await rollBacksOf(runs, run.name)).at(-1);
  if (!last) return undefined;
  const { name, status, startedAt, endedAt } = last;
  return { id: name, status, startedAt, ...(endedAt ? { endedAt } : {}) };
}
