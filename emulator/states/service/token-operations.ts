import { AwsError, type Call, type Operation } from '../../base/service.ts';
import type { TokenAnswer } from '../execution/task-tokens.ts';
import { only } from './input.ts';
import type { StatesEngine } from './states-engine.ts';

/**
 * Answers to tasks that wait for their token
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html). Who may send is said on every
 * resource, since a token names none; the token itself is the key.
 */
export const tokenOperations = ({ tokens }: StatesEngine): Record<string, Operation> => ({
  SendTaskSuccess(input, call) {
    only(input, ['taskToken', 'output']);
    call.authorize('states:SendTaskSuccess', '*');
    const output = parseOutput(input.output);
    return settled(tokens.succeed(tokenOf(input), homeOf(call), output));
  },
  SendTaskFailure(input, call) {
    only(input, ['taskToken', 'error', 'cause']);
    call.authorize('states:SendTaskFailure', '*');
    return settled(tokens.fail(tokenOf(input), homeOf(call), input.error ?? '', input.cause ?? ''));
  },
  SendTaskHeartbeat(input, call) {
    only(input, ['taskToken']);
    call.authorize('states:SendTaskHeartbeat', '*');
    return settled(tokens.heartbeat(tokenOf(input), homeOf(call)));
  },
});

const homeOf = ({ caller, region }: Call) => ({ account: caller.account, region });

/** "Minimum length of 1. Maximum length of 2048." */
function tokenOf({ taskToken }: { taskToken?: unknown }): string {
  if (typeof taskToken === 'string' && taskToken.length >= 1 && taskToken.length <= 2048) return taskToken;
  throw new AwsError('ValidationException', "Value at 'taskToken' failed to satisfy constraint: 1 to 2048 characters");
}

function parseOutput(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid output: ${(error as Error).message}`);
  }
}

/** The errors of all three operations, as the API reference words them. */
const REFUSED: Record<Exclude<TokenAnswer, 'taken'>, [code: string, message: string]> = {
  malformed: ['InvalidToken', "Invalid Token: 'Invalid token'"],
  unknown: ['TaskDoesNotExist', "Task Does Not Exist: 'no task of this account and Region has had the token'"],
  closed: ['TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"],
};

function settled(answer: TokenAnswer): object {
  if (answer === 'taken') return {};
  const [code, message] = REFUSED[answer];
  throw new AwsError(code, message);
}
