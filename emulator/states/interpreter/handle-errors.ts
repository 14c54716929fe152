import type { Json } from '../../../kube/kube-object.ts';
import { matches, StateError } from '../base/errors.ts';
import type { Catcher, Retrier } from '../definition/schema.ts';
import type { Visit } from '../execution/frame.ts';
import { sleep } from '../execution/timing.ts';
import { finish, type Outcome } from '../execution/visit.ts';
import { nextDelay, type RetryCounters } from './retry.ts';

interface Handling {
  Retry?: Retrier[];
  Catch?: Catcher[];
}

/**
 * Attempts a Task, Parallel or Map state until it ends well, no retrier is left, or a catcher takes the error.
 * `failedEvent` is written once, when no attempt is left.
 */
export async function withRetryAndCatch(
  visit: Visit,
  state: Handling,
  attempt: () => Promise<Outcome>,
  failedEvent?: 'MapStateFailed' | 'ParallelStateFailed',
): Promise<Outcome> {
  const used: RetryCounters = new Map();
  const { host } = visit.frame.engine;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const delay = nextDelay(state.Retry, used, error.error, host.random);
      if (delay === undefined) {
        const { execution, trail } = visit.frame;
        if (failedEvent) execution.history.add(trail, failedEvent);
        return await caught(visit, state.Catch, error);
      }
      await startOver(visit, delay);
    }
  }
}

/** A retry begins afresh: every branch, every iteration, "it creates a new Map Run". */
async function startOver(visit: Visit, delay: number): Promise<void> {
  visit.position.children = undefined;
  visit.position.mapRun = undefined;
  await sleep(visit.frame.engine.host.clock, delay, visit.frame.signal);
  visit.retryCount += 1;
}

async function caught(visit: Visit, catchers: Catcher[] | undefined, error: StateError): Promise<Outcome> {
  const catcher = catchers?.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
  if (!catcher) throw error;
  const errorOutput: Json = { ...error.output };
  return finish(visit, catcher, errorOutput, catcher.Next, { errorOutput });
}
