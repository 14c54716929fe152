/**
 * Types that configure what does not run on this machine: metrics, alarms, event rules, deliveries by
 * mail. They are accepted so that the whole app deploys, and nothing comes of them.
 */
import { type NewResource, type ResourceType, resourceType } from '../template/resource.ts';

/** `name` is the property that names it; `arn` the part of its ARN behind the account. */
function configuration(type: string, name: string, keeps: string[], arn?: (name: string) => string): ResourceType {
  const service = { Events: 'events', CloudWatch: 'cloudwatch' }[type.split('::')[1] ?? ''];
  return resourceType({
    type,
    uses: [name],
    keeps,
    make({ account, region, properties, generatedName }: NewResource) {
      const ref = String(properties[name] ?? generatedName);
      return arn ? { ref, attributes: { Arn: `arn:aws:${service}:${region}:${account}:${arn(ref)}` } } : { ref };
    },
  });
}

export const CONFIGURATION: ResourceType[] = [
  configuration(
    'AWS::CloudWatch::Alarm',
    'AlarmName',
    [
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
      'EvaluationPeriods',
      'MetricName',
      'Metrics',
      'Namespace',
      'OKActions',
      'Period',
      'Statistic',
      'Threshold',
      'TreatMissingData',
      'Unit',
    ],
    (name) => `alarm:${name}`,
  ),
  configuration('AWS::CloudWatch::Dashboard', 'DashboardName', ['DashboardBody']),
  configuration('AWS::Logs::MetricFilter', 'FilterName', ['FilterPattern', 'LogGroupName', 'MetricTransformations']),
  configuration(
    'AWS::Events::Rule',
    'Name',
    ['Description', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets'],
    (name) => `rule/${name}`,
  ),
  configuration('AWS::SNS::Subscription', 'TopicArn', ['Endpoint', 'Protocol', 'FilterPolicy', 'RawMessageDelivery']),
  configuration('AWS::Lambda::EventInvokeConfig', 'FunctionName', [
    'DestinationConfig',
    'MaximumEventAgeInSeconds',
    'MaximumRetryAttempts',
    'Qualifier',
  ]),
  configuration('AWS::CDK::Metadata', 'Analytics', []),
];
