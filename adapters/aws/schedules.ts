import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { KubeferryError } from '../../core/base/errors.ts';
import type { ScheduleSpec, Schedules, StoredSchedule } from '../../core/base/ports/schedules.ts';
import { DELIVERY_RETRY } from '../../core/base/request/schedule.ts';
import { machineName, ROLE, scheduleGroup, UNDELIVERED } from '../../core/base/run/names.ts';
import { clientConfig, type Where } from './clients.ts';
import { awsCall, pageCall, unlessGone } from './errors.ts';

/**
 * The schedule groups of the routes, in one account and Region; `prefix` is `arn:aws:states:eu-west-1:111122223333`.
 * What a schedule starts, and as whom, comes from its route's name alone: no caller can point it elsewhere.
 */
export function eventBridgeSchedules(options: { prefix: string } & Where): Schedules {
  const scheduler = new SchedulerClient(clientConfig(options));
  const told = (route: string, name: string) => `schedule ${name} of group ${scheduleGroup(route)}`;
  const written = (route: string, schedule: ScheduleSpec) => inputOf(options.prefix, route, schedule);

  return {
    async list(route, { limit, next }) {
      const page = { GroupName: scheduleGroup(route), MaxResults: limit, NextToken: next };
      const { Schedules: found = [], NextToken } = await pageCall(
        `list the schedules of ${scheduleGroup(route)}`,
        next,
        () => scheduler.send(new ListSchedulesCommand(page)),
      );
      return { names: found.map(({ Name = '' }) => Name), ...(NextToken ? { next: NextToken } : {}) };
    },

    async get(route, name) {
      const key = { GroupName: scheduleGroup(route), Name: name };
      return found(`get ${told(route, name)}`, async () => storedOf(await scheduler.send(new GetScheduleCommand(key))));
    },

    async create(route, schedule, token) {
      const input = { ...written(route, schedule), ...(token ? { ClientToken: token } : {}) };
      try {
        await scheduler.send(new CreateScheduleCommand(input));
        return 'created';
      } catch (error) {
        if ((error as Error).name === 'ConflictException') return 'taken';
        return awsCall(`create ${told(route, schedule.name)}`, () => Promise.reject(error));
      }
    },

    async replace(route, schedule) {
      const what = `change ${told(route, schedule.name)}`;
      const done = () => scheduler.send(new UpdateScheduleCommand(written(route, schedule)));
      return (await found(what, () => unlessInMotion(what, done))) !== undefined;
    },

    async delete(route, name) {
      const what = `delete ${told(route, name)}`;
      const done = () => scheduler.send(new DeleteScheduleCommand({ GroupName: scheduleGroup(route), Name: name }));
      return (await found(what, () => unlessInMotion(what, done))) !== undefined;
    },
  };
}

/** Undefined when the schedule does not exist. */
const found = <T>(what: string, call: () => Promise<T>): Promise<T | undefined> =>
  awsCall(what, () => unlessGone(call()));

/** "Updating or deleting the resource can cause an inconsistent state": another change of it is under way. */
async function unlessInMotion<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if ((error as Error).name !== 'ConflictException') throw error;
    const message = `Could not ${what}: another change of it is under way. Way out: send it again in a moment.`;
    throw new KubeferryError('Unavailable', message, { cause: error });
  }
}

function inputOf(prefix: string, route: string, schedule: ScheduleSpec) {
  const [, partition, , region, account] = prefix.split(':');
  const { windowMinutes } = schedule;
  return {
    Name: schedule.name,
    GroupName: scheduleGroup(route),
    Description: schedule.description,
    State: schedule.enabled ? ('ENABLED' as const) : ('DISABLED' as const),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    FlexibleTimeWindow: windowMinutes
      ? { Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: windowMinutes }
      : { Mode: 'OFF' as const },
    Target: {
      Arn: `${prefix}:stateMachine:${machineName(route)}`,
      RoleArn: `arn:${partition}:iam::${account}:role/${ROLE.schedule(route)}`,
      Input: schedule.input,
      RetryPolicy: {
        MaximumEventAgeInSeconds: DELIVERY_RETRY.maximumEventAgeInSeconds,
        MaximumRetryAttempts: DELIVERY_RETRY.maximumRetryAttempts,
      },
      DeadLetterConfig: { Arn: `arn:${partition}:sqs:${region}:${account}:${UNDELIVERED}` },
    },
  };
}

function storedOf(schedule: GetScheduleOutput): StoredSchedule {
  const { MaximumWindowInMinutes: windowMinutes } = schedule.FlexibleTimeWindow ?? {};
  return {
    name: schedule.Name ?? '',
    expression: schedule.ScheduleExpression ?? '',
    timeZone: schedule.ScheduleExpressionTimezone ?? 'UTC',
    ...(windowMinutes ? { windowMinutes } : {}),
    enabled: schedule.State !== 'DISABLED',
    input: schedule.Target?.Input ?? '{}',
    description: schedule.Description ?? '',
    madeAt: schedule.CreationDate ?? new Date(0),
    changedAt: schedule.LastModificationDate ?? new Date(0),
  };
}
