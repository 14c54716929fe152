import type { RunDetails, Runs } from '../../base/ports/runs.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { type Afterwards, attemptKey, attemptsOf, hasFailed } from './attempts.ts';

export { hasFailed };

/**
 * Starts the roll-back machine with the run's own record; one that is under way or has succeeded is answered again. After
 * one that has failed the next begins only where `again` says so.
 */
export const startRollBack = (runs: Pick<Runs, 'describe' | 'start'>, clone: Clone, { again }: { again: boolean }) =>
  startOnce('roll-back', runs, clone, (last) => again && hasFailed(last));

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
