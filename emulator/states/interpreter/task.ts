import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';
import { argumentProblems, type Integration, integrationOf } from '../definition/resources.ts';
import type { StateOf } from '../definition/schema.ts';
import type { Visit } from '../execution/frame.ts';
import { scheduleTask } from '../execution/task-events.ts';
import { Expired, withDeadline } from '../execution/timing.ts';
import { checkSize, evaluate, evaluateInteger, finish, nextOf, type Outcome } from '../execution/visit.ts';
import { callIntegration } from '../integrations/call.ts';
import { withRetryAndCatch } from './handle-errors.ts';

/** Task state (https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html). */
export function runTask(visit: Visit, state: StateOf<'Task'>): Promise<Outcome> {
  return withRetryAndCatch(visit, state, () => attemptTask(visit, state));
}

async function attemptTask(visit: Visit, state: StateOf<'Task'>): Promise<Outcome> {
  const integration = integrationOf(state.Resource) as Integration;
  const heart = { beat: () => {} };
  const { tokens } = visit.frame.engine;
  const callback =
    integration.pattern === 'callback' ? tokens.open(visit.frame.execution.program, () => heart.beat()) : undefined;
  visit.token = callback?.token;
  try {
    const task = await prepare(visit, state, integration);
    const result = await perform(visit, task, heart, callback?.answer);
    return await finish(visit, state, result, nextOf(state), { result });
  } finally {
    callback?.close();
    visit.token = undefined;
  }
}

/** A task's fields, evaluated. */
interface Prepared {
  integration: Integration;
  given: Json;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
}

async function prepare(visit: Visit, state: StateOf<'Task'>, integration: Integration): Promise<Prepared> {
  const given =
    state.Arguments === undefined ? visit.position.input : await evaluate(visit, state.Arguments, 'Arguments');
  const [problem] = argumentProblems(integration, given);
  if (problem) throw new StateError('States.Runtime', `Arguments of '${visit.position.state}': ${problem}`);
  checkSize(given, 'Arguments');
  const timeoutSeconds = await evaluateInteger(visit, state.TimeoutSeconds, 'TimeoutSeconds', 1);
  const heartbeatSeconds = await evaluateInteger(visit, state.HeartbeatSeconds, 'HeartbeatSeconds', 1);
  return { integration, given, timeoutSeconds, heartbeatSeconds };
}

async function perform(visit: Visit, task: Prepared, heart: { beat(): void }, answer?: Promise<Json>): Promise<Json> {
  const { frame } = visit;
  const { host } = frame.engine;
  const events = scheduleTask(frame, task);
  const call = (signal: AbortSignal) => callIntegration(frame, task.integration, task.given, signal, events, answer);
  const withHeartbeat = (signal: AbortSignal) =>
    withDeadline(host.clock, task.heartbeatSeconds, signal, call, (restart) => {
      heart.beat = restart;
    }).catch(expiredAs('States.HeartbeatTimeout'));
  // A function runs at its own speed, however fast the clock is.
  const clock = task.integration.resourceType === 'lambda' && !answer ? (host.functionClock ?? host.clock) : host.clock;
  try {
    const result = await withDeadline(clock, task.timeoutSeconds, frame.signal, withHeartbeat).catch(
      expiredAs('States.Timeout'),
    );
    checkSize(result, 'The result of the task');
    events.succeeded(result);
    return result;
  } catch (error) {
    if (error instanceof StateError) events.failed(error);
    throw error;
  }
}

const expiredAs =
  (name: string) =>
  (error: unknown): never => {
    throw error instanceof Expired ? new StateError(name) : error;
  };
