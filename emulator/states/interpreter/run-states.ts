import type { Json } from '../../../kube/kube-object.ts';
import { Aborted, throwIfAborted } from '../base/errors.ts';
import type { State } from '../definition/schema.ts';
import type { Position } from '../execution/execution.ts';
import type { Frame, Visit } from '../execution/frame.ts';
import type { Outcome } from '../execution/visit.ts';
import { runDistributedMap } from './distributed-map.ts';
import { choose, fail, pass, succeed, wait } from './flow-states.ts';
import { runInlineMap } from './inline-map.ts';
import { runParallel } from './parallel.ts';
import { runTask } from './task.ts';

/**
 * Runs one scope of states to its end, from its first state or from where its progress stands, and returns the output.
 * Throws StateError when a state's error is not handled, Aborted when the frame's signal says so; the progress then
 * tells where to go on.
 */
export async function runStates(frame: Frame, input: Json, variables: Record<string, Json>): Promise<Json> {
  const { progress } = frame;
  if (progress.done) return progress.done.output;
  progress.at ??= { state: frame.workflow.StartAt, input, variables };
  for (;;) {
    const outcome: Outcome = await runState(frame, progress.at);
    if (outcome.next === undefined) {
      progress.done = { output: outcome.output };
      return outcome.output;
    }
    const known: Record<string, Json> = { ...progress.at.variables, ...outcome.assign };
    progress.at = { state: outcome.next, input: outcome.output, variables: known };
  }
}

async function runState(frame: Frame, position: Position): Promise<Outcome> {
  throwIfAborted(frame.signal);
  const state = frame.workflow.States[position.state] as State;
  const { history } = frame.execution;
  const before = frame.trail.last;
  if (!position.entered) {
    const details = { name: position.state, input: JSON.stringify(position.input) };
    history.add(frame.trail, `${state.Type}StateEntered`, { stateEnteredEventDetails: details });
  }
  // A redriven Task, Parallel or Map goes on without being entered again: it was never exited.
  position.entered = ['Task', 'Parallel', 'Map'].includes(state.Type);
  const entry = { before, event: frame.trail.last };
  const visit = { frame, position, entry, enteredAt: frame.engine.host.clock.now(), retryCount: 0 };
  const outcome = await act(visit, state).catch((error) => {
    if (error instanceof Aborted && ABORTABLE.includes(state.Type) && !history.isFull)
      history.add(frame.trail, `${state.Type}StateAborted`);
    throw error;
  });
  const exited = { name: position.state, output: JSON.stringify(outcome.output), ...assignedOf(outcome) };
  history.add(frame.trail, `${state.Type}StateExited`, { stateExitedEventDetails: exited });
  return outcome;
}

const ABORTABLE = ['Task', 'Parallel', 'Map', 'Wait'];

function assignedOf({ assign }: Outcome) {
  const entries = Object.entries(assign).map(([name, value]) => [name, JSON.stringify(value)]);
  return entries.length > 0 ? { assignedVariables: Object.fromEntries(entries) } : {};
}

function act(visit: Visit, state: State): Promise<Outcome> {
  switch (state.Type) {
    case 'Pass':
      return pass(visit, state);
    case 'Choice':
      return choose(visit, state);
    case 'Wait':
      return wait(visit, state);
    case 'Succeed':
      return succeed(visit, state);
    case 'Fail':
      return fail(visit, state);
    case 'Task':
      return runTask(visit, state);
    case 'Parallel':
      return runParallel(visit, state);
    case 'Map':
      return state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED'
        ? runDistributedMap(visit, state)
        : runInlineMap(visit, state);
  }
}
