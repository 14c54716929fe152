import { expect, it } from 'vitest';
import { Config } from '../../core/base/request/config.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const SLACK = { workspaceId: 'T0ABCDEF1', channelId: 'C0ABCDEF1' };
const hub = synthesize({ ...CONFIG, slack: SLACK })['kubeferry-hub']!;
const [[topicId = ''] = []] = ofType(hub, 'AWS::SNS::Topic').filter(
  ([, { Properties }]) => Properties.TopicName === 'kubeferry-chat',
);

it('sends what happens to clones and what alarms to one channel, in the form that it takes', () => {
  const [[, channel] = []] = ofType(hub, 'AWS::Chatbot::SlackChannelConfiguration');
  expect(channel?.Properties).toMatchObject({
    SlackWorkspaceId: SLACK.workspaceId,
    SlackChannelId: SLACK.channelId,
    SnsTopicArns: [{ Ref: topicId }],
  });
  const rules = ofType(hub, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
  expect(rules.map(({ EventPattern }) => EventPattern.source)).toEqual([['kubeferry'], ['aws.cloudwatch']]);
  expect(rules[1].EventPattern.detail).toEqual({ alarmName: [{ prefix: 'kubeferry-' }], state: { value: ['ALARM'] } });
  for (const { Targets } of rules) {
    const { InputPathsMap, InputTemplate } = Targets[0].InputTransformer;
    // EventBridge puts a text there with its quotes (user guide, "Input transformation").
    const filled = InputTemplate.replaceAll(/<([\w-]+)>/g, (_: string, name: string) =>
      JSON.stringify(InputPathsMap[name]),
    );
    expect(JSON.parse(filled)).toEqual({
      version: '1.0',
      source: 'custom',
      content: { title: expect.stringMatching(/^\$\.detail/), description: expect.stringMatching(/^\$\.detail\./) },
    });
  }
});

it('lets nobody do anything in the account through the channel', () => {
  const [[, channel] = []] = ofType(hub, 'AWS::Chatbot::SlackChannelConfiguration');
  const { GuardrailPolicies, IamRoleArn, UserRoleRequired } = channel!.Properties;
  expect(JSON.stringify(GuardrailPolicies)).toContain(':iam::aws:policy/AWSDenyAll');
  expect(UserRoleRequired).toBe(true);
  const roleId = IamRoleArn['Fn::GetAtt'][0];
  expect(hub.Resources[roleId]?.Properties.ManagedPolicyArns).toBeUndefined();
  expect(hub.Resources[roleId]?.Properties.Policies).toBeUndefined();
  const policies = ofType(hub, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    JSON.stringify(Properties.Roles).includes(roleId),
  );
  expect(policies).toEqual([]);
});

it('is made only where it is asked for, with ids that Slack has', () => {
  expect(ofType(synthesize()['kubeferry-hub']!, 'AWS::Chatbot::SlackChannelConfiguration')).toEqual([]);
  expect(() => Config.parse({ ...CONFIG, slack: { workspaceId: 'my team', channelId: '#ops' } })).toThrow(/workspace/);
});
