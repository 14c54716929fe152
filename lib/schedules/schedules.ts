import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  DELIVERY_RETRY,
  MADE_BY_CONFIG,
  type ScheduleConfig,
  scheduleInput,
} from '../../core/base/request/schedule.ts';
import { ROLE, scheduleGroup, UNDELIVERED } from '../../core/base/run/names.ts';
import { InlineRole } from '../inline-role.ts';
import type { Machine } from '../machines/machine.ts';
import type { Machines } from '../machines/machines.ts';

/** The machine that the hub itself starts. */
export const HOURLY = 'remove-expired';

export interface SchedulesProps {
  schedules: readonly ScheduleConfig[];
  machines: Machines;
}

/**
 * Recurring clones, and the hourly removal of those whose time is over. Each route has a group of its own and a role that may start that route's machine alone, also when
 * it has no schedule yet: those who may make schedules in the group need nothing else.
 */
export class Schedules extends Construct {
  /** Times that no machine could be started for. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { schedules, machines }: SchedulesProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: UNDELIVERED,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const undelivered = this.undelivered.queueArn;
    this.eachHour(machines.children.find(({ file }) => file === HOURLY)!, undelivered);
    scheduleRoutes(this, { machines: machines.routes, schedules, undelivered });
  }

  /** Clones whose time to live is over go within the hour. */
  private eachHour(machine: Machine, undelivered: string): void {
    const times = { name: machine.node.id, expression: 'cron(15 * * * ? *)', timeZone: 'UTC' };
    addSchedule(this, times, '{}', starterOf(this, machine, undelivered));
  }
}

export interface RouteSchedules {
  machines: readonly Machine[];
  schedules: readonly ScheduleConfig[];
  /** ARN of the queue of times that no machine could be started for. */
  undelivered: string;
}

/** For each route its group, the role that starts its machine, and its schedules of the configuration. */
export function scheduleRoutes(scope: Construct, { machines, schedules, undelivered }: RouteSchedules): void {
  for (const machine of machines) {
    const starter = starterOf(scope, machine, undelivered);
    for (const schedule of schedules.filter(({ route }) => route === machine.node.id))
      addSchedule(scope, schedule, scheduleInput(schedule), starter);
  }
}

function starterOf(scope: Construct, machine: Machine, undelivered: string): Starter {
  const { account, region, partition } = Stack.of(scope);
  const name = machine.node.id;
  const group = new CfnScheduleGroup(scope, `${name}-group`, { name: scheduleGroup(name) });
  const role = new InlineRole(scope, `${name}-role`, {
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
    new PolicyStatement({ sid: 'QueueUndelivered', actions: ['sqs:SendMessage'], resources: [undelivered] }),
  ]) {
    role.addToPolicy(statement);
  }
  return { machine, group, role, undelivered };
}

function addSchedule(scope: Construct, times: Times, input: string, starter: Starter): void {
  const { machine, group, role, undelivered } = starter;
  const made = new CfnSchedule(scope, `schedule-${times.name}`, {
    name: times.name,
    groupName: group.ref,
    description: MADE_BY_CONFIG,
    state: times.enabled === false ? 'DISABLED' : 'ENABLED',
    scheduleExpression: times.expression,
    scheduleExpressionTimezone: times.timeZone,
    flexibleTimeWindow: times.windowMinutes
      ? { mode: 'FLEXIBLE', maximumWindowInMinutes: times.windowMinutes }
      : { mode: 'OFF' },
    target: {
      arn: machine.stateMachine.stateMachineArn,
      roleArn: role.roleArn,
      input,
      retryPolicy: DELIVERY_RETRY,
      deadLetterConfig: { arn: undelivered },
    },
  });
  // Scheduler looks at the role's rights when a schedule is made.
  made.node.addDependency(role);
}

/** Who starts a machine at the times of schedules. */
interface Starter {
  machine: Machine;
  group: CfnScheduleGroup;
  role: Role;
  undelivered: string;
}

type Times = Pick<ScheduleConfig, 'name' | 'expression' | 'timeZone' | 'windowMinutes'> & { enabled?: boolean };
