import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Service } from '../service.ts';
import type { Topics } from './topics.ts';

const KNOWN = ['TopicArn', 'Message', 'Subject'];

/** SNS: publishing on topics of the app. */
export function createSns(topics: Topics): Service {
  return {
    signingName: 'sns',
    protocol: 'query',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    operations: { Publish: (input, call) => publish(topics, input, call) },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function publish(topics: Topics, input: { TopicArn: string; Message: string; Subject?: string }, call: Call) {
  const unknown = Object.keys(input).filter((member) => !KNOWN.includes(member));
  if (unknown.length > 0) {
    throw new AwsError('UnsupportedByLocalCloud', `Publish: ${unknown.join(', ')} is not implemented here.`, 501);
  }
  call.authorize('sns:Publish', input.TopicArn);
  if (!topics.has(input.TopicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
  const id = randomUUID();
  const subject = input.Subject === undefined ? {} : { subject: input.Subject };
  topics.keep({ id, topicArn: input.TopicArn, message: input.Message, ...subject });
  return { MessageId: id };
}
