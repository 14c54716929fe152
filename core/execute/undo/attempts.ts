import { createHash } from 'node:crypto';
import { isOver, type RunDetails, type RunKey, type Runs } from '../../base/ports/runs.ts';
import { machineName } from '../../base/run/names.ts';

/** What is done about a run after its end, by a machine of its own; one that failed may be started again, under the next name. */
export type Afterwards = 'roll-back' | 'clean-up';

/** How the names of the executions begin. */
const PREFIX: Record<Afterwards, string> = { 'roll-back': 'undo', 'clean-up': 'clean' };
const ATTEMPTS = 20;

export const hasFailed = (run: Pick<RunDetails, 'status'>) => isOver(run) && run.status !== 'SUCCEEDED';

/** Those of one run that have been started by name, the earliest first, however they ended. */
export async function attemptsOf(
  what: Afterwards,
  { describe }: Pick<Runs, 'describe'>,
  cloneId: string,
): Promise<RunDetails[]> {
  const found: RunDetails[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const run = await describe(attemptKey(what, cloneId, attempt));
    if (!run) break;
    found.push(run);
  }
  return found;
}

/** `undo-1-<run>`; a name that would be longer than an execution's 80 characters ends in a hash instead. */
export function attemptKey(what: Afterwards, cloneId: string, attempt: number): RunKey {
  const machine = machineName(what);
  const name = `${PREFIX[what]}-${attempt}-${cloneId}`;
  if (name.length <= 80) return { machine, name };
  return { machine, name: `${name.slice(0, 47)}-${createHash('sha256').update(cloneId).digest('hex').slice(0, 32)}` };
}
