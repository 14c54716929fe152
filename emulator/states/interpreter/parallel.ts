import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';
import type { StateOf } from '../definition/schema.ts';
import type { Visit } from '../execution/frame.ts';
import { checkSize, evaluate, finish, nextOf, type Outcome } from '../execution/visit.ts';
import { withRetryAndCatch } from './handle-errors.ts';
import { runStates } from './run-states.ts';
import { runTogether } from './run-together.ts';

/** Parallel state (https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html): one failed branch fails all. */
export function runParallel(visit: Visit, state: StateOf<'Parallel'>): Promise<Outcome> {
  return withRetryAndCatch(
    visit,
    state,
    async () => {
      const { execution, trail } = visit.frame;
      const { input } = visit.position;
      const given = state.Arguments === undefined ? input : await evaluate(visit, state.Arguments, 'Arguments');
      execution.history.add(trail, 'ParallelStateStarted');
      try {
        const result = await runBranches(visit, state, given);
        checkSize(result, 'The result of the Parallel state');
        execution.history.add(trail, 'ParallelStateSucceeded');
        return await finish(visit, state, result, nextOf(state), { result });
      } catch (error) {
        forgetWhenTooLarge(visit, error);
        throw error;
      }
    },
    'ParallelStateFailed',
  );
}

function runBranches(visit: Visit, state: StateOf<'Parallel'>, given: Json): Promise<Json[]> {
  const { frame, position } = visit;
  position.children ??= state.Branches.map(() => ({}));
  const started = frame.trail.last;
  const jobs = position.children.map((progress, index) => async (signal: AbortSignal) => {
    const trail = { last: started };
    const workflow = state.Branches[index] as (typeof state.Branches)[number];
    try {
      return await runStates({ ...frame, workflow, progress, trail, signal }, given, position.variables);
    } finally {
      frame.trail.last = trail.last;
    }
  });
  return runTogether(jobs, jobs.length, frame.signal);
}

/**
 * "If the state failed because of a States.DataLimitExceeded error, the state is rerun, including the branches that
 * were successful" (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html).
 */
export function forgetWhenTooLarge({ position }: Visit, error: unknown): void {
  if (error instanceof StateError && error.error === 'States.DataLimitExceeded') {
    position.children = undefined;
    position.mapRun = undefined;
  }
}
