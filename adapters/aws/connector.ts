import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { CallConnector, ConnectorAnswer } from '../kubernetes/connector/messages.ts';
import { clientConfig } from './clients.ts';
import { awsCode, translateAwsError } from './errors.ts';
import type { MemberSession } from './member.ts';

/** Above the connector's own timeout, so that it is Lambda that says what happened. */
const REQUEST_TIMEOUT_MS = 310_000;

/**
 * What Lambda answers while it makes the network interface of a function in a VPC, for some minutes after a deployment
 * and after 14 days without a call (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
const NOT_ACTIVE = ['ENINotReadyException', 'ResourceConflictException', 'ResourceNotReadyException'];

/** Calls the connector of a cluster as the member's role, which has lambda:InvokeFunction on it and on nothing else. */
export function lambdaConnector(session: MemberSession, functionName: string): CallConnector {
  const lambda = new LambdaClient({
    ...clientConfig(session),
    requestHandler: new NodeHttpHandler({ connectionTimeout: 15_000, requestTimeout: REQUEST_TIMEOUT_MS }),
    // What is passed on may have been done when the answer is lost: only the caller knows whether it may be repeated.
    maxAttempts: 1,
  });
  const here = `${functionName} in account ${session.account}, ${session.region}`;
  return async (call) => {
    const Payload = Buffer.from(JSON.stringify(call));
    try {
      const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }));
      const text = Buffer.from(answer.Payload ?? []).toString('utf8');
      if (answer.FunctionError) throw failed(here, text);
      return JSON.parse(text) as ConnectorAnswer;
    } catch (error) {
      throw notCalled(here, error);
    }
  };
}

/** The connector throws only when it was called wrongly; all else that ends it may pass. */
function failed(here: string, text: string): KubeferryError {
  const { errorType = '', errorMessage = '' } = JSON.parse(text) as { errorType?: string; errorMessage?: string };
  const name = errorType === 'AccessDenied' ? 'AccessDenied' : 'Unavailable';
  return new KubeferryError(
    name,
    `The connector ${here} ended without an answer: ${outsideText(errorType)}: ${outsideText(errorMessage)}`,
  );
}

function notCalled(here: string, error: unknown): Error {
  const code = awsCode(error);
  if (code === 'ResourceNotFoundException') {
    return new KubeferryError(
      'ClusterUnreachable',
      `There is no connector ${here}. Way out: deploy the member stack of that account and Region again.`,
      { cause: error },
    );
  }
  if (NOT_ACTIVE.includes(code)) {
    return new KubeferryError(
      'NotYet',
      `The connector ${here} is getting its network interface (${code}). If this lasts, look at the function's state in the Lambda console.`,
      { cause: error },
    );
  }
  return translateAwsError(error, `call the connector ${here}`);
}
