import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ROLE, scheduleGroup } from '../../core/clone/names.ts';
import { type ScheduleConfig, scheduleInput } from '../../core/clone/schedule.ts';
import type { Machine } from '../machines/machine.ts';
import type { Machines } from '../machines/machines.ts';

/** Scheduler tries so often to start a machine; then the time goes to the queue, and an alarm rings. */
const RETRY: CfnSchedule.RetryPolicyProperty = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 60 };

export interface SchedulesProps {
  schedules: readonly ScheduleConfig[];
  machines: Machines;
}

/**
 * Recurring clones. Each route has a group of its own and a role that may start that route's machine alone, also when
 * it has no schedule yet: those who may make schedules in the group need nothing else.
 */
export class Schedules extends Construct {
  /** Times that no machine could be started for. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { schedules, machines }: SchedulesProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: 'kubeferry-undelivered',
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const machine of machines.routes) {
      const { group, role } = this.starter(machine);
      for (const schedule of schedules.filter(({ route }) => route === machine.node.id)) {
        this.add(schedule, machine, group, role);
      }
    }
  }

  private starter(machine: Machine): { group: CfnScheduleGroup; role: Role } {
    const { account, region, partition } = Stack.of(this);
    const name = machine.node.id;
    const group = new CfnScheduleGroup(this, `${name}-group`, { name: scheduleGroup(name) });
    const role = new Role(this, `${name}-role`, {
      roleName: ROLE.schedule(name),
      description: `Taken by EventBridge Scheduler to start ${machine.machineName}`,
      // Only schedules of this group, so that nobody else's schedule borrows the right
      // (https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': account,
            'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/${scheduleGroup(name)}`,
          },
        },
      }),
    });
    for (const statement of [
      new PolicyStatement({
        sid: 'StartTheMachine',
        actions: ['states:StartExecution'],
        resources: [machine.stateMachine.stateMachineArn],
      }),
      new PolicyStatement({
        sid: 'KeepTheUndelivered',
        actions: ['sqs:SendMessage'],
        resources: [this.undelivered.queueArn],
      }),
    ]) {
      role.addToPolicy(statement);
    }
    return { group, role };
  }

  private add(schedule: ScheduleConfig, machine: Machine, group: CfnScheduleGroup, role: Role): void {
    const { name, expression, timeZone, windowMinutes } = schedule;
    const made = new CfnSchedule(this, `schedule-${name}`, {
      name,
      groupName: group.ref,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: windowMinutes ? { mode: 'FLEXIBLE', maximumWindowInMinutes: windowMinutes } : { mode: 'OFF' },
      target: {
        arn: machine.stateMachine.stateMachineArn,
        roleArn: role.roleArn,
        input: scheduleInput(schedule),
        retryPolicy: RETRY,
        deadLetterConfig: { arn: this.undelivered.queueArn },
      },
    });
    // Scheduler looks at the role's rights when a schedule is made.
    made.node.addDependency(role);
  }
}
