import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import type { Integration } from '../definition/resources.ts';
import { actorOf } from '../execution/execution.ts';
import type { Frame } from '../execution/frame.ts';
import type { TaskEvents } from '../execution/task-events.ts';
import { abortable } from '../execution/timing.ts';
import { invokeFunction } from './lambda.ts';
import { failedEntries, serviceError } from './service-error.ts';
import { startExecution } from './start-execution.ts';

/** Arguments of an optimized integration, checked for their names already. */
type Arguments = Record<string, Json>;

/** Does what a task asks for and answers its result; a refused or failed call becomes a StateError. */
export async function callIntegration(
  frame: Frame,
  integration: Integration,
  given: Json,
  signal: AbortSignal,
  events: TaskEvents,
  answer: Promise<Json> | undefined,
): Promise<Json> {
  events.started();
  try {
    const result = await abortable(signal, request(frame, integration, given, signal, events));
    if (!answer) return result;
    events.submitted(result);
    return await abortable(signal, answer);
  } catch (error) {
    if (error instanceof AwsError) throw serviceError(integration, error);
    throw error;
  }
}

function request(frame: Frame, integration: Integration, given: Json, signal: AbortSignal, events: TaskEvents) {
  const members = given as Arguments;
  switch (integration.action) {
    case 'invoke-function-directly':
      return invokeFunction(frame, { functionName: integration.resource, payload: given }, signal).then(
        ({ Payload }) => Payload,
      );
    case 'invoke-function':
      return invokeFunction(
        frame,
        { functionName: String(members.FunctionName), payload: members.Payload ?? {} },
        signal,
      );
    case 'start-execution':
      return startExecution(frame, members, signal, integration.pattern === 'run-a-job' ? events : undefined);
    case 'publish':
      return publish(frame, members);
    case 'put-events':
      return putEvents(frame, members);
  }
}

async function publish(frame: Frame, { TopicArn, Message, Subject }: Arguments): Promise<Json> {
  // A message that is no string is sent as its JSON (https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html).
  const message = typeof Message === 'string' ? Message : JSON.stringify(Message);
  const subject = Subject === undefined ? {} : { subject: String(Subject) };
  const request = { topicArn: String(TopicArn), message, ...subject };
  const { messageId } = await frame.engine.host.publish(actorOf(frame.execution), request);
  return { MessageId: messageId };
}

async function putEvents(frame: Frame, { Entries }: Arguments): Promise<Json> {
  const answer = await frame.engine.host.putEvents(actorOf(frame.execution), Entries as Json[]);
  const failed = failedEntries(answer as { FailedEntryCount?: number });
  if (failed) throw failed;
  return answer;
}
