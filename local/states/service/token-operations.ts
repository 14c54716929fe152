import { AwsError, type Operation } from '../../aws/service.ts';
import type { StatesEngine } from './engine.ts';
import { only } from './input.ts';

/** Answers to tasks that wait for their token (https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html). */
export const tokenOperations = ({ tokens }: StatesEngine): Record<string, Operation> => ({
  SendTaskSuccess(input, call) {
    only(input, ['taskToken', 'output']);
    call.authorize('states:SendTaskSuccess', '*');
    return settled(tokens.succeed(input.taskToken, parseOutput(input.output)));
  },
  SendTaskFailure(input, call) {
    only(input, ['taskToken', 'error', 'cause']);
    call.authorize('states:SendTaskFailure', '*');
    return settled(tokens.fail(input.taskToken, input.error ?? '', input.cause ?? ''));
  },
  SendTaskHeartbeat(input, call) {
    only(input, ['taskToken']);
    call.authorize('states:SendTaskHeartbeat', '*');
    return settled(tokens.heartbeat(input.taskToken));
  },
});

function parseOutput(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid output: ${(error as Error).message}`);
  }
}

function settled(found: boolean): object {
  if (found) return {};
  throw new AwsError(
    'TaskTimedOut',
    'Task Timed Out: the task does not exist any more, or its token is not one of here',
  );
}
