import { isOver, type RunDetails, type Runs } from '../../base/ports/runs.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { type Afterwards, attemptKey, attemptsOf, hasFailed } from './attempts.ts';

export { hasFailed };

/** When the next roll-back begins after one that is over: after one that failed, or that kept something for others. */
export interface Again {
  again: boolean;
  /** Whether the last one has left anything to others. */
  hasKept?: boolean;
}

/** Starts the roll-back machine with the run's own record; one that is under way, or has left nothing, is answered again. */
export const startRollBack = (
  runs: Pick<Runs, 'describe' | 'start'>,
  clone: Clone,
  { again, hasKept = false }: Again,
) => startOnce('roll-back', runs, clone, (last) => again && (hasFailed(last) || (isOver(last) && hasKept)));

/** Starts the machine that cleans up; one that is under way is answered again. */
export const startCleanUp = (runs: Pick<Runs, 'describe' | 'start'>, clone: Clone) =>
  startOnce('clean-up', runs, clone, hasFailed);

async function startOnce(
  what: Afterwards,
  runs: Pick<Runs, 'describe' | 'start'>,
  clone: Clone,
  mayFollow: (last: RunDetails) => boolean,
): Promise<Pick<RunDetails, 'name' | 'status'>> {
  const attempts = await attemptsOf(what, runs, clone.cloneId);
  const last = attempts.at(-1);
  if (last && !mayFollow(last)) return last;
  const next = attemptKey(what, clone.cloneId, attempts.length + 1);
  await runs.start(next, { clone });
  return { ...next, status: 'RUNNING' };
}
