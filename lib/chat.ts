import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Slack } from '../core/base/request/config.ts';

/** What nobody has to read at once. */
const QUIET = ['Clone Started', 'Clone Planned', 'Clone Skipped'];

/**
 * What happens to clones and what alarms, in a Slack channel by AWS's own service for that. It takes messages of one form alone
 * (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html), so they go there by a topic of their own.
 * Nobody can do anything in the account through the channel.
 */
export class Chat extends Construct {
  constructor(scope: Construct, id: string, { workspaceId, channelId }: Slack) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { topicName: 'kubeferry-chat', enforceSSL: true });
    new Rule(this, 'Clones', {
      description: 'What happens to clones, for the chat',
      eventPattern: { source: ['kubeferry'], detailType: [{ 'anything-but': QUIET }] as unknown as string[] },
      targets: [
        new SnsTopic(topic, {
          message: messageOf(EventField.fromPath('$.detail-type'), EventField.fromPath('$.detail.sentence')),
        }),
      ],
    });
    new Rule(this, 'Alarms', {
      description: 'Alarms of kubeferry, for the chat',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: { alarmName: [{ prefix: 'kubeferry-' }], state: { value: ['ALARM'] } },
      },
      targets: [
        new SnsTopic(topic, {
          message: messageOf(EventField.fromPath('$.detail.alarmName'), EventField.fromPath('$.detail.state.reason')),
        }),
      ],
    });
    new SlackChannelConfiguration(this, 'Slack', {
      slackChannelConfigurationName: 'kubeferry',
      slackWorkspaceId: workspaceId,
      slackChannelId: channelId,
      notificationTopics: [topic],
      userRoleRequired: true,
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AWSDenyAll')],
    });
  }
}

const messageOf = (title: string, description: string) =>
  RuleTargetInput.fromObject({ version: '1.0', source: 'custom', content: { title, description } });
