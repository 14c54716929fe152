import type { RunKey, Runs } from '../../base/ports/runs.ts';
import type { Memory } from './memory.ts';

/**
 * Asks Step Functions once for what cannot change any more: a run that has succeeded, and the history of one. Any other
 * end can be taken back by a redrive (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html).
 * A look at a run asks for the histories of five machines; of most of them the end is known when the next look comes.
 */
export function rememberedRuns(runs: Runs, memory: Memory): Runs {
  const idOf = ({ machine, name }: RunKey) => `${machine}/${name}`;
  return {
    ...runs,
    describe: (run) =>
      memory.forever(
        `run ${idOf(run)}`,
        () => runs.describe(run),
        (found) => found?.status === 'SUCCEEDED',
      ),
    history: (run) =>
      memory.forever(
        `history ${idOf(run)}`,
        () => runs.history(run),
        (events) => events.at(-1)?.type === 'ExecutionSucceeded',
      ),
  };
}
