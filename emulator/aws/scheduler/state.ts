import type { ScheduleExpression } from '../../../time/schedule-expression.ts';
import { AwsError } from '../../base/service.ts';

export interface Place {
  account: string;
  region: string;
}

/** The members that both CloudFormation and the API have, in the API's words. */
export interface ScheduleSpec {
  Name: string;
  GroupName: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  State: 'ENABLED' | 'DISABLED';
  Description?: string | undefined;
  FlexibleTimeWindow: { Mode: 'OFF' | 'FLEXIBLE'; MaximumWindowInMinutes?: number | undefined };
  ActionAfterCompletion: 'NONE' | 'DELETE';
  Target: {
    Arn: string;
    RoleArn: string;
    Input?: string | undefined;
    RetryPolicy?:
      | { MaximumEventAgeInSeconds?: number | undefined; MaximumRetryAttempts?: number | undefined }
      | undefined;
    DeadLetterConfig?: { Arn?: string | undefined } | undefined;
  };
}

export interface Schedule extends Place {
  arn: string;
  spec: ScheduleSpec;
  expression: ScheduleExpression;
  madeAt: Date;
  changedAt: Date;
  /** The ClientToken of its creation. */
  madeWith?: string | undefined;
}

export interface SchedulerState {
  /** ARNs. */
  groups: Set<string>;
  /** By ARN. */
  schedules: Map<string, Schedule>;
  /** ARN and ClientToken of each deletion. */
  deletedWith: Set<string>;
}

export const groupArn = ({ account, region }: Place, name: string) =>
  `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;

export const scheduleArn = ({ account, region }: Place, { GroupName, Name }: { GroupName: string; Name: string }) =>
  `arn:aws:scheduler:${region}:${account}:schedule/${GroupName}/${Name}`;

/** `default` is in every account. */
export function checkGroup(state: SchedulerState, place: Place, name: string): void {
  if (name === 'default' || state.groups.has(groupArn(place, name))) return;
  throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
}

export function findSchedule(state: SchedulerState, arn: string): Schedule {
  const schedule = state.schedules.get(arn);
  if (!schedule)
    throw new AwsError('ResourceNotFoundException', `Schedule ${arn.split('/').at(-1)} does not exist.`, 404);
  return schedule;
}
