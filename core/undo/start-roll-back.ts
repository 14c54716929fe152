import { createHash } from 'node:crypto';
import type { Clone } from '../clone/envelope.ts';
import { machineName } from '../clone/names.ts';
import { isOver, type RunDetails, type RunKey, type Runs } from '../ports/runs.ts';

/** A roll-back that failed may be run again, under the next name. */
const ATTEMPTS = 20;

/**
 * Starts the roll-back machine with the run's own record; one that is under way or has succeeded is answered again. After
 * one that has failed the next begins only where `again` says so.
 */
export async function startRollBack(
  runs: Pick<Runs, 'describe' | 'start'>,
  clone: Clone,
  { again }: { again: boolean },
): Promise<Pick<RunDetails, 'name' | 'status'>> {
  const attempts = await rollBacksOf(runs, clone.cloneId);
  const last = attempts.at(-1);
  if (last && !(again && hasFailed(last))) return last;
  const next = keyOf(clone.cloneId, attempts.length + 1);
  await runs.start(next, { clone });
  return { ...next, status: 'RUNNING' };
}

export const hasFailed = (run: Pick<RunDetails, 'status'>) => isOver(run) && run.status !== 'SUCCEEDED';

/** The roll-backs of a run that have been started by name, the earliest first, however they ended. */
export async function rollBacksOf({ describe }: Pick<Runs, 'describe'>, cloneId: string): Promise<RunDetails[]> {
  const found: RunDetails[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const run = await describe(keyOf(cloneId, attempt));
    if (!run) break;
    found.push(run);
  }
  return found;
}

/** `undo-1-<run>`; a name that would be longer than an execution's 80 characters ends in a hash instead. */
function keyOf(cloneId: string, attempt: number): RunKey {
  const machine = machineName('roll-back');
  const name = `undo-${attempt}-${cloneId}`;
  if (name.length <= 80) return { machine, name };
  return { machine, name: `${name.slice(0, 47)}-${createHash('sha256').update(cloneId).digest('hex').slice(0, 32)}` };
}
