import { awsCall } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { CallPlace } from './plain-call.ts';

/** Messages that wait in a queue, about (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html). */
export function queueDepth(place: CallPlace, queueUrl: string): Promise<number> {
  return awsCall(`count the messages of ${queueUrl}`, async () => {
    const input = { QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
    const target = 'AmazonSQS.GetQueueAttributes';
    const { Attributes } = await jsonCall<{ Attributes?: Record<string, string> }>(place, 'sqs', target, input);
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  });
}
