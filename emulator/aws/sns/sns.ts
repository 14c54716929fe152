import { randomUUID } from 'node:crypto';
import type { Call, Service } from '../../base/service.ts';
import { checkTopic, only } from './input.ts';
import { subscriptionOperations } from './subscriptions.ts';
import type { Topics } from './topics.ts';

/** SNS: publishing on topics of the app, and subscribing to them by mail. */
export function createSns(topics: Topics): Service {
  return {
    signingName: 'sns',
    protocol: 'query',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    operations: { Publish: (input, call) => publish(topics, input, call), ...subscriptionOperations(topics) },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function publish(topics: Topics, input: { TopicArn: string; Message: string; Subject?: string }, call: Call) {
  only('Publish', input, ['TopicArn', 'Message', 'Subject']);
  call.authorize('sns:Publish', input.TopicArn);
  checkTopic(topics, input.TopicArn);
  const id = randomUUID();
  const subject = input.Subject === undefined ? {} : { subject: input.Subject };
  topics.keep({ id, topicArn: input.TopicArn, message: input.Message, ...subject });
  return { MessageId: id };
}
