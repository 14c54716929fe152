import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import { Aborted, StateError } from '../base/errors.ts';
import { actorOf, type Execution } from '../execution/execution.ts';
import type { Frame } from '../execution/frame.ts';
import type { TaskEvents } from '../execution/task-events.ts';
import { abortable } from '../execution/timing.ts';
import { describeForParent } from './describe-child.ts';

/**
 * Starts another machine (https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html); with
 * `events` it waits for the end, and its output is JSON, as `.sync:2` says.
 */
export async function startExecution(
  frame: Frame,
  given: Record<string, Json>,
  signal: AbortSignal,
  events: TaskEvents | undefined,
): Promise<Json> {
  const { engine, execution } = frame;
  const child = engine.startChild(actorOf(execution), {
    machineArn: String(given.StateMachineArn),
    input: given.Input ?? {},
    ...(given.Name === undefined ? {} : { name: String(given.Name) }),
  });
  const started = { ExecutionArn: child.arn, StartDate: child.startedAt.getTime() };
  if (!events) return started;
  events.submitted(started);
  // "A parent state machine determines if a child state machine has completed execution using polling and events."
  engine.host.authorize(actorOf(execution), 'states:DescribeExecution', child.arn);
  await ended(frame, child, signal);
  if (child.status === 'SUCCEEDED') return describeForParent(child, 'parsed');
  throw new StateError('States.TaskFailed', JSON.stringify(describeForParent(child, 'text')));
}

/** Step Functions makes "a best-effort attempt" to stop a job whose task ends before it (https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync). */
async function ended(frame: Frame, child: Execution, signal: AbortSignal): Promise<void> {
  try {
    await abortable(signal, child.finished);
  } catch (error) {
    if (error instanceof Aborted) await tryToStop(frame, child);
    throw error;
  }
}

async function tryToStop({ engine, execution }: Frame, child: Execution): Promise<void> {
  try {
    engine.host.authorize(actorOf(execution), 'states:StopExecution', child.arn);
  } catch (error) {
    // Without the right the child goes on, as in AWS; the refusal is in the record of calls.
    if (error instanceof AwsError) return;
    throw error;
  }
  await engine.stopExecution(child, new StateError('', 'The parent execution ended the task that waited for it.'));
}
