import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import { checkTopic, only } from './input.ts';
import type { Topics } from './topics.ts';

/** Of these a person confirms in a mail, which nobody sends here: a subscription waits forever, and gets nothing. */
const PROTOCOLS = ['email', 'email-json'];
const PAGE = 100;

interface Subscription {
  arn: string;
  TopicArn: string;
  Protocol: string;
  Endpoint: string;
  Owner: string;
}

interface Subscribe {
  TopicArn: string;
  Protocol: string;
  Endpoint?: string;
  ReturnSubscriptionArn?: string;
}

/** Subscriptions that wait for their confirmation; all others are refused. */
export function subscriptionOperations(topics: Topics): Record<string, Operation> {
  const all: Subscription[] = [];
  return {
    Subscribe: (input, call) => subscribe(all, topics, input, call),
    ListSubscriptionsByTopic: (input, call) => listByTopic(all, topics, input, call),
  };
}

/** "pending confirmation" unless the ARN is asked for (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html). */
function subscribe(all: Subscription[], topics: Topics, input: Subscribe, call: Call) {
  only('Subscribe', input, ['TopicArn', 'Protocol', 'Endpoint', 'ReturnSubscriptionArn']);
  const { TopicArn, Protocol, Endpoint = '' } = input;
  if (!PROTOCOLS.includes(Protocol)) {
    const message = `Subscribe: nothing is delivered here, so that only ${PROTOCOLS.join(' and ')} can be subscribed, not ${Protocol}.`;
    throw new AwsError('UnsupportedByLocalCloud', message, 501);
  }
  call.authorize('sns:Subscribe', TopicArn, { 'sns:Protocol': Protocol, 'sns:Endpoint': Endpoint });
  checkTopic(topics, TopicArn);
  if (!/^[^@\s]+@[^@\s]+$/.test(Endpoint)) throw new AwsError('InvalidParameter', 'Invalid parameter: Email address');
  const same = (each: Subscription) =>
    each.TopicArn === TopicArn && each.Protocol === Protocol && each.Endpoint === Endpoint;
  let found = all.find(same);
  if (!found) {
    found = { arn: `${TopicArn}:${randomUUID()}`, TopicArn, Protocol, Endpoint, Owner: call.account };
    all.push(found);
  }
  return { SubscriptionArn: input.ReturnSubscriptionArn === 'true' ? found.arn : 'pending confirmation' };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html; an unconfirmed one has no ARN there. */
function listByTopic(all: Subscription[], topics: Topics, input: { TopicArn: string; NextToken?: string }, call: Call) {
  only('ListSubscriptionsByTopic', input, ['TopicArn', 'NextToken']);
  call.authorize('sns:ListSubscriptionsByTopic', input.TopicArn);
  checkTopic(topics, input.TopicArn);
  const from = Number(input.NextToken ?? 0);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidParameter', 'Invalid parameter: NextToken');
  const found = all.filter(({ TopicArn }) => TopicArn === input.TopicArn);
  const Subscriptions = found
    .slice(from, from + PAGE)
    .map(({ arn: _, ...shown }) => ({ ...shown, SubscriptionArn: 'PendingConfirmation' }));
  return { Subscriptions, ...(found.length > from + PAGE ? { NextToken: String(from + PAGE) } : {}) };
}
