import { type CallPlace, plainCall, serviceError } from './plain-call.ts';

/**
 * One operation of a service that speaks AWS JSON (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
 * `target` is `AmazonSQS.GetQueueAttributes`. Throws what the service says, by its name.
 */
export async function jsonCall<T>(place: CallPlace, service: string, target: string, input: object): Promise<T> {
  const version = service === 'sqs' ? '1.0' : '1.1';
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  const { status, text } = await plainCall(place, { service, headers, body: JSON.stringify(input) });
  const answer = parsed(text);
  if (status < 300) return answer as T;
  const { __type: type = '', message, Message } = answer as { __type?: string; message?: string; Message?: string };
  throw serviceError(type.replace(/^.*#/, '') || `Http${status}`, message ?? Message ?? text, status);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
