import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { arnSubstitution } from './definition.ts';
import type { MachineProps } from './machine-props.ts';

/** Gives a machine's role what its definition calls, and nothing else. */
export function grantCalls(role: Role, name: string, props: MachineProps): void {
  const { definition, hub } = props;
  for (const statement of [
    ...invokeFunctions(props),
    ...startChildren(role, props),
    ...(definition.hasDistributedMap ? runItems(role, name) : []),
    ...(definition.notifies ? publishAndPut(role, props) : []),
  ]) {
    role.addToPolicy(statement);
  }
  if (definition.lists) hub!.records.grantListExports(role, ['translated']);
  if (definition.writes) hub!.records.grantReadWrite(role, ['clones/']);
  else if (definition.reads) hub!.records.grantRead(role, ['clones/']);
}

/** Versions of the functions that it calls: also earlier ones, since a run under way continues with those it began with. */
function invokeFunctions({ definition, functions }: MachineProps): PolicyStatement[] {
  const called = functions.filter(({ step }) => definition.substitutions.includes(arnSubstitution(step)));
  if (called.length === 0) return [];
  return [
    new PolicyStatement({
      sid: 'CallVersions',
      actions: ['lambda:InvokeFunction'],
      resources: called.map((fn) => `${fn.function.functionArn}:*`),
    }),
  ];
}

/** `startExecution.sync:2` (https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html). */
function startChildren(role: Role, { children }: MachineProps): PolicyStatement[] {
  if (children.length === 0) return [];
  const { account, region, partition } = Stack.of(role);
  return [
    new PolicyStatement({
      sid: 'StartChildren',
      actions: ['states:StartExecution'],
      // Every version: a run under way continues with those that it was deployed with.
      resources: children.map((child) => `${child.stateMachine.stateMachineArn}:*`),
    }),
    new PolicyStatement({
      sid: 'FollowChildren',
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: children.map(
        (child) => `arn:${partition}:states:${region}:${account}:execution:${child.machineName}:*`,
      ),
    }),
    new PolicyStatement({
      sid: 'ReceiveChildEvents',
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [
        `arn:${partition}:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      ],
    }),
  ];
}

/**
 * A Distributed Map runs its items as executions of the machine itself, whose ARN is written out since a role that
 * refers to its own machine would be a circle (https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html).
 */
function runItems(role: Role, name: string): PolicyStatement[] {
  const { account, region, partition } = Stack.of(role);
  const states = `arn:${partition}:states:${region}:${account}`;
  return [
    new PolicyStatement({
      sid: 'StartItems',
      actions: ['states:StartExecution'],
      resources: [`${states}:stateMachine:${name}`, `${states}:stateMachine:${name}:*`],
    }),
    new PolicyStatement({
      sid: 'FollowItems',
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [`${states}:execution:${name}:*`, `${states}:execution:${name}/*`],
    }),
    new PolicyStatement({
      sid: 'RedriveItems',
      actions: ['states:RedriveExecution'],
      resources: [`${states}:execution:${name}/*`],
    }),
  ];
}

/** In the name of kubeferry alone, so that no rule takes something else for it. */
function publishAndPut(role: Role, { hub }: MachineProps): PolicyStatement[] {
  const { account, region, partition } = Stack.of(role);
  return [
    new PolicyStatement({
      sid: 'PutOwnEvents',
      actions: ['events:PutEvents'],
      resources: [`arn:${partition}:events:${region}:${account}:event-bus/default`],
      conditions: { StringEquals: { 'events:source': 'kubeferry' } },
    }),
    new PolicyStatement({ sid: 'PublishMessages', actions: ['sns:Publish'], resources: [hub!.topic.topicArn] }),
  ];
}
