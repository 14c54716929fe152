import { createHash } from 'node:crypto';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CfnStateMachineVersion,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { machineName } from '../../core/base/run/names.ts';
import { InlineRole } from '../inline-role.ts';
import type { MachineProps } from './machine-props.ts';
import { grantCalls } from './rights.ts';

/** One state machine with its log group and its role, whose rights follow from its definition. */
export class Machine extends Construct {
  readonly file: string;
  readonly machineName: string;
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    this.file = props.definition.file;
    this.machineName = machineName(props.name);
    const { account, region, partition } = Stack.of(this);
    const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${this.machineName}`;
    const role = new InlineRole(this, 'Role', {
      roleName: `kubeferry-machine-${props.name}`,
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        // Only this machine, so that no other service or account borrows its rights
        // (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html).
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          // A child execution of a Distributed Map comes with `<arn>/<label>`.
          ArnLike: { 'aws:SourceArn': [arn, `${arn}:*`, `${arn}/*`] },
        },
      }),
    });
    grantCalls(role, this.machineName, props);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: this.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(props.definition.text),
      definitionSubstitutions: props.substitutions,
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${this.machineName}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        // What flows through the states stays in the execution's history, which IAM guards.
        includeExecutionData: false,
      },
    });
  }

  /**
   * Publishes what the machine is now, and answers the version's ARN. Like versions of functions they are kept, so that
   * a run that is under way starts the children that it was deployed with.
   */
  publish({ definition, substitutions }: Pick<MachineProps, 'definition' | 'substitutions'>): string {
    const content = JSON.stringify(Stack.of(this).resolve([definition.text, substitutions]));
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const version = new CfnStateMachineVersion(this, `Version${hash}`, {
      stateMachineArn: this.stateMachine.stateMachineArn,
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return version.attrArn;
  }
}
