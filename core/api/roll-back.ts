import { createHash } from 'node:crypto';
import type { Clone } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { machineName } from '../clone/names.ts';
import { findRecord } from '../clone/records.ts';
import type { RunDetails, RunKey } from '../ports/runs.ts';
import { isOver, runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';

/** A roll-back that failed may be run again, under the next name. */
const ATTEMPTS = 20;

/** Starts the roll-back machine with the run's own clone.json; one that is under way or has succeeded is answered again. */
export async function rollBack(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  if (!isOver(run)) {
    throw new Refusal('not-in-this-state', `Run ${run.name} is still under way: POST …/clones/${run.name}/stop first.`);
  }
  const record = await findRecord<{ clone: Clone }>(tools.store, keysOf(run.name).clone);
  if (record?.clone.route.name !== route) {
    throw new Refusal('not-in-this-state', `Run ${run.name} ended before it began: it made nothing to roll back.`);
  }
  const attempts = await attemptsOf(tools, run);
  const last = attempts.at(-1);
  if (last && (last.status === 'SUCCEEDED' || !isOver(last))) return answer(route, run, last);
  const next = { machine: machineName('roll-back'), name: nameOf(run.name, attempts.length + 1) };
  const input = { clone: record.clone };
  await tools.runs.start(next, input);
  return answer(route, run, { ...next, status: 'RUNNING' });
}

/** The latest roll-back of a run, however it ended. */
export async function lastRollBack(tools: ApiTools, run: RunKey) {
  const last = (await attemptsOf(tools, run)).at(-1);
  if (!last) return undefined;
  const { name, status, startedAt, endedAt } = last;
  return { id: name, status, startedAt, ...(endedAt ? { endedAt } : {}) };
}

async function attemptsOf({ runs }: ApiTools, { name }: RunKey): Promise<RunDetails[]> {
  const found: RunDetails[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const run = await runs.describe({ machine: machineName('roll-back'), name: nameOf(name, attempt) });
    if (!run) break;
    found.push(run);
  }
  return found;
}

/** `undo-1-<run>`; a name that would be longer than an execution's 80 characters ends in a hash instead. */
function nameOf(run: string, attempt: number): string {
  const name = `undo-${attempt}-${run}`;
  if (name.length <= 80) return name;
  return `${name.slice(0, 47)}-${createHash('sha256').update(run).digest('hex').slice(0, 32)}`;
}

const answer = (route: string, run: RunKey, { name, status }: Pick<RunDetails, 'name' | 'status'>) =>
  jsonAnswer(202, { id: run.name, route, rollBack: { id: name, status } });
