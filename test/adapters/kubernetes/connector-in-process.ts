import { answerCall } from '../../../adapters/kubernetes/connector/answer-call.ts';
import type { CallConnector, ConnectorAnswer } from '../../../adapters/kubernetes/connector/messages.ts';

/** A connector for one endpoint, called in this process; the messages are the JSON that Lambda would carry. */
export const connectorFor =
  (endpoint: string, calls: string[] = []): CallConnector =>
  async (call) => {
    calls.push(JSON.stringify(call));
    const answer = JSON.stringify(await answerCall(JSON.parse(calls.at(-1)!), { endpoint, region: 'eu-west-1' }));
    expectToFit(answer);
    return JSON.parse(answer) as ConnectorAnswer;
  };

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function expectToFit(answer: string): void {
  if (Buffer.byteLength(answer) > 6_291_456) throw new Error('Lambda would not carry this answer.');
}
