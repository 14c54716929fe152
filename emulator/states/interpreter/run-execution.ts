import { Aborted, StateError } from '../base/errors.ts';
import type { Engine, Execution, ExecutionStatus } from '../execution/execution.ts';
import type { Trail } from '../execution/history.ts';
import { detailsOf } from '../execution/task-events.ts';
import { Expired, withDeadline } from '../execution/timing.ts';
import { runStates } from './run-states.ts';

/**
 * Runs one attempt of an execution to its end, from its start or from where the last attempt stopped, and records
 * how it ended. Never rejects.
 */
export async function runExecution(engine: Engine, execution: Execution): Promise<void> {
  const { program, input, history } = execution;
  const trail: Trail = { last: 0 };
  const isFirst = history.events.length === 0;
  if (isFirst) history.end(trail, 'ExecutionStarted', startedDetails(execution));
  else {
    trail.last = history.events.length;
    history.end(trail, 'ExecutionRedriven', {
      executionRedrivenEventDetails: { redriveCount: execution.redriveCount },
    });
  }
  // The first state's event has no predecessor, as AWS counts it.
  const states: Trail = { last: isFirst ? 0 : trail.last };
  try {
    execution.output = await withDeadline(
      engine.host.clock,
      program.timeoutSeconds,
      execution.stop.signal,
      async (signal) => {
        const frame = { engine, execution, workflow: program.workflow, progress: execution.progress, signal };
        return runStates({ ...frame, trail: states }, input, {});
      },
    );
    close(engine, execution, 'SUCCEEDED', states);
  } catch (error) {
    const { status, failure } = endingOf(execution, error);
    execution.failure = failure;
    close(engine, execution, status, states);
  }
}

function startedDetails({ input, program }: Execution) {
  return { executionStartedEventDetails: { input: JSON.stringify(input), roleArn: program.roleArn } };
}

function endingOf(execution: Execution, error: unknown): { status: ExecutionStatus; failure: StateError } {
  if (error instanceof Aborted && execution.stop.signal.aborted)
    return { status: 'ABORTED', failure: execution.stop.signal.reason as StateError };
  if (error instanceof Expired) return { status: 'TIMED_OUT', failure: new StateError('States.Timeout') };
  if (error instanceof StateError) return { status: 'FAILED', failure: error };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 'FAILED', failure: new StateError('States.Runtime', `A bug of the local cloud: ${message}`) };
}

const ENDINGS = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

function close(engine: Engine, execution: Execution, status: ExecutionStatus, trail: Trail): void {
  const [type, member] = ENDINGS[status as keyof typeof ENDINGS];
  const { failure, output } = execution;
  const details = status === 'SUCCEEDED' ? { output: JSON.stringify(output) } : failure ? detailsOf(failure) : {};
  execution.history.end(trail, type, { [member]: details });
  execution.status = status;
  execution.stoppedAt = engine.host.clock.now();
}
