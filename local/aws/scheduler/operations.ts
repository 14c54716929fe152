import { z } from 'zod';
import { AwsError, type Call, type Operation } from '../service.ts';
import {
  checkGroup,
  findSchedule,
  type Schedule,
  type SchedulerState,
  type ScheduleSpec,
  scheduleArn,
} from './state.ts';

const Name = z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/);
const token = { ClientToken: z.string().optional() };
const group = { groupName: Name.default('default'), clientToken: z.string().optional() };

/** What this machine acts upon; anything else is refused by name. */
export const Spec = z.strictObject({
  Name,
  GroupName: Name.default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().optional(),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.int().min(1).max(1440).optional(),
  }),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  }),
});
const Written = Spec.extend(token);
const Named = z.strictObject({ Name, ...group });
const Listed = z.strictObject({ ScheduleGroup: Name.optional(), NamePrefix: z.string().default('') });

export const ROUTES: Record<string, string> = {
  CreateSchedule: 'POST /schedules/{Name}',
  GetSchedule: 'GET /schedules/{Name}',
  UpdateSchedule: 'PUT /schedules/{Name}',
  DeleteSchedule: 'DELETE /schedules/{Name}',
  ListSchedules: 'GET /schedules',
};

export interface Timetable {
  state: SchedulerState;
  /** Makes it, or puts another in its place; checks expression, group and role. */
  put(place: Call, spec: ScheduleSpec): Schedule;
  remove(arn: string): void;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html, without groups and pages. */
export function scheduleOperations({ state, put, remove }: Timetable): Record<string, Operation> {
  const write = (action: string, mustBeThere: boolean) =>
    read(Written, ({ ClientToken: _, ...spec }, call) => {
      const arn = scheduleArn(call, spec);
      call.authorize(action, arn);
      call.authorize('iam:PassRole', spec.Target.RoleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
      checkGroup(state, call, spec.GroupName);
      if (mustBeThere) findSchedule(state, arn);
      else if (state.schedules.has(arn))
        throw new AwsError('ConflictException', `Schedule ${spec.Name} already exists.`, 409);
      return { ScheduleArn: put(call, spec).arn };
    });
  const named = (action: string, then: (schedule: Schedule) => unknown) =>
    read(Named, ({ Name, groupName }, call) => {
      const arn = scheduleArn(call, { Name, GroupName: groupName });
      call.authorize(action, arn);
      return then(findSchedule(state, arn));
    });
  return {
    CreateSchedule: write('scheduler:CreateSchedule', false),
    UpdateSchedule: write('scheduler:UpdateSchedule', true),
    GetSchedule: named('scheduler:GetSchedule', ({ arn, spec, ...dates }) => ({
      ...spec,
      Arn: arn,
      ...datesOf(dates),
    })),
    DeleteSchedule: named('scheduler:DeleteSchedule', ({ arn }) => {
      remove(arn);
      return {};
    }),
    ListSchedules: read(Listed, ({ ScheduleGroup, NamePrefix }, call) => {
      const { account, region } = call;
      call.authorize('scheduler:ListSchedules', `arn:aws:scheduler:${region}:${account}:schedule/*/*`);
      const found = [...state.schedules.values()].filter(
        (each) =>
          each.account === account &&
          each.region === region &&
          (ScheduleGroup ?? each.spec.GroupName) === each.spec.GroupName &&
          each.spec.Name.startsWith(NamePrefix),
      );
      return { Schedules: found.map(summaryOf) };
    }),
  };
}

const summaryOf = ({ arn, spec, ...dates }: Schedule) => ({
  Arn: arn,
  Name: spec.Name,
  GroupName: spec.GroupName,
  State: spec.State,
  Target: { Arn: spec.Target.Arn },
  ...datesOf(dates),
});

/** Seconds since the epoch, as restJson1 writes timestamps. */
const datesOf = ({ madeAt, changedAt }: Pick<Schedule, 'madeAt' | 'changedAt'>) => ({
  CreationDate: madeAt.getTime() / 1000,
  LastModificationDate: changedAt.getTime() / 1000,
});

function read<S extends z.ZodType>(schema: S, run: (input: z.output<S>, call: Call) => unknown): Operation {
  return (wire, call) => {
    const { data, error } = schema.safeParse(wire);
    if (data !== undefined) return run(data, call);
    const issue = error!.issues[0]!;
    const at = issue.path.join('.');
    if (issue.code === 'unrecognized_keys')
      throw new AwsError('UnsupportedByLocalCloud', `The local Scheduler does not know ${issue.keys.join(', ')}.`, 501);
    throw new AwsError('ValidationException', `${at}: ${issue.message}`, 400);
  };
}
