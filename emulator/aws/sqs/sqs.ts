import { AwsError, type Call, type Service } from '../../base/service.ts';
import type { Queues } from './queues.ts';

const KNOWN = ['QueueUrl', 'AttributeNames'];

/** SQS: counting what waits in a queue of the app. */
export function createSqs(queues: Queues): Service {
  return {
    signingName: 'sqs',
    protocol: 'json',
    jsonVersion: '1.0',
    operations: { GetQueueAttributes: (input, call) => getQueueAttributes(queues, input, call) },
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
function getQueueAttributes(queues: Queues, input: { QueueUrl: string; AttributeNames?: string[] }, call: Call) {
  const { QueueUrl, AttributeNames = [] } = input;
  const unknown = Object.keys(input).filter((member) => !KNOWN.includes(member));
  const others = AttributeNames.filter((name) => name !== 'ApproximateNumberOfMessages');
  if (unknown.length + others.length > 0) {
    const names = [...unknown, ...others].join(', ');
    throw new AwsError('UnsupportedByLocalCloud', `GetQueueAttributes: ${names} is not implemented here.`, 501);
  }
  const arn = queues.arnOf(QueueUrl);
  call.authorize('sqs:GetQueueAttributes', arn);
  if (!queues.has(arn)) {
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400);
  }
  const waiting = queues.messages.filter(({ queueArn }) => queueArn === arn).length;
  return { Attributes: AttributeNames.length > 0 ? { ApproximateNumberOfMessages: String(waiting) } : {} };
}
