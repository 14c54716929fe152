import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createSns } from '../../../../emulator/aws/sns/sns.ts';
import { createTopics } from '../../../../emulator/aws/sns/topics.ts';
import { acceleratedClock } from '../../../../emulator/base/clock.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const EMAIL = { Protocol: 'email', Endpoint: 'you@example.com' };

const iam = createIam();
const topics = createTopics();
const TopicArn = topics.create({ ...PLACE, name: 'kubeferry-events' });
let gateway: Gateway;
let sns: SNSClient;
const clientOf = (credentials: ReturnType<typeof iam.createUser>) =>
  new SNSClient({ endpoint: gateway.endpoint, region: PLACE.region, credentials, maxAttempts: 1 });
beforeAll(async () => {
  const surroundings = { principals: iam, clock: acceleratedClock(1), record: () => {}, faults: createFaults() };
  gateway = await startGateway({ ...surroundings, services: [createSns(topics)] });
  sns = clientOf(iam.createUser(PLACE.account, 'admin'));
});
afterAll(async () => {
  sns.destroy();
  await gateway.stop();
});

const subscribe = (more: object = {}, client = sns) =>
  client.send(new SubscribeCommand({ TopicArn, ...EMAIL, ...more }));

it('keeps a subscription by mail until it is confirmed, and once however often it is asked for', async () => {
  expect((await subscribe()).SubscriptionArn).toBe('pending confirmation');
  const { SubscriptionArn } = await subscribe({ ReturnSubscriptionArn: true });
  expect(SubscriptionArn).toMatch(/^arn:aws:sns:eu-west-1:111122223333:kubeferry-events:[0-9a-f-]{36}$/);
  expect((await subscribe({ ReturnSubscriptionArn: true })).SubscriptionArn).toBe(SubscriptionArn);
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toEqual([{ TopicArn, ...EMAIL, Owner: PLACE.account, SubscriptionArn: 'PendingConfirmation' }]);
  await sns.send(new PublishCommand({ TopicArn, Message: 'still works' }));
});

it('lists a hundred at a time', async () => {
  for (let at = 0; at < 101; at++) await subscribe({ Endpoint: `${at}@example.com` });
  const first = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(first.Subscriptions).toHaveLength(100);
  const { NextToken } = first;
  expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }))).Subscriptions).toHaveLength(2);
});

it.each<[string, object, string]>([
  ['a topic that does not exist', { TopicArn: TopicArn.replace('events', 'nothing') }, 'NotFoundException'],
  ['an address that is none', { Endpoint: 'you' }, 'InvalidParameterException'],
  ['a queue, to which nothing would be delivered', { Protocol: 'sqs', Endpoint: 'arn' }, 'UnsupportedByLocalCloud'],
  ['attributes that nobody would act upon', { Attributes: { RawMessageDelivery: 'true' } }, 'UnsupportedByLocalCloud'],
])('refuses %s', async (_, more, name) => {
  await expect(subscribe(more)).rejects.toMatchObject({ name });
});

it('asks for the right to subscribe', async () => {
  const stranger = clientOf(iam.createUser(PLACE.account, 'stranger', []));
  await expect(subscribe({}, stranger)).rejects.toThrow('sns:Subscribe');
  stranger.destroy();
});
