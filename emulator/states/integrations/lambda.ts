import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';
import { actorOf } from '../execution/execution.ts';
import type { Frame } from '../execution/frame.ts';

/**
 * Lambda Invoke (https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html). What a function throws
 * becomes the task's error: its errorType is the name, its whole payload as JSON the cause.
 */
export async function invokeFunction(
  frame: Frame,
  request: { functionName: string; payload: Json },
  signal: AbortSignal,
): Promise<{ ExecutedVersion: string; Payload: Json; StatusCode: number }> {
  const { host } = frame.engine;
  const answer = await host.invokeFunction(actorOf(frame.execution), request, signal);
  if (answer.functionError !== undefined) throw functionError(answer.payload);
  return { ExecutedVersion: answer.executedVersion, Payload: answer.payload, StatusCode: 200 };
}

function functionError(payload: Json): StateError {
  const { errorType } = (payload ?? {}) as { errorType?: Json };
  // Without a type the runtime died before it could say one.
  return new StateError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', JSON.stringify(payload));
}
