import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import { Name, Spec } from './spec.ts';
import {
  checkGroup,
  findSchedule,
  type Schedule,
  type SchedulerState,
  type ScheduleSpec,
  scheduleArn,
} from './state.ts';

const token = z
  .string()
  .regex(/^[a-zA-Z0-9-_]{1,64}$/)
  .optional();
const Written = Spec.extend({ ClientToken: token });
const Named = z.strictObject({ Name, groupName: Name.default('default'), clientToken: token });
const Listed = z.strictObject({
  ScheduleGroup: Name.optional(),
  NamePrefix: z.string().default(''),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(2048).optional(),
});

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

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html, without those of groups and tags. */
export function scheduleOperations({ state, put, remove }: Timetable): Record<string, Operation> {
  /** Checks everything that both ways to write ask for, before the schedule is looked at. */
  const write = (
    action: string,
    then: (schedule: Schedule | undefined, spec: ScheduleSpec, call: Call, token?: string) => Schedule,
  ) =>
    read(Written, ({ ClientToken, ...spec }, call) => {
      const arn = scheduleArn(call, spec);
      call.authorize(action, arn);
      call.authorize('iam:PassRole', spec.Target.RoleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
      checkGroup(state, call, spec.GroupName);
      return { ScheduleArn: then(state.schedules.get(arn), spec, call, ClientToken).arn };
    });
  const named = (action: string, then: (arn: string, token?: string) => unknown) =>
    read(Named, ({ Name, groupName, clientToken }, call) => {
      const arn = scheduleArn(call, { Name, GroupName: groupName });
      call.authorize(action, arn);
      return then(arn, clientToken);
    });
  return {
    CreateSchedule: write('scheduler:CreateSchedule', (before, spec, call, token) => {
      if (!before) return Object.assign(put(call, spec), { madeWith: token });
      // A ClientToken "ensures the idempotency of the request" as long as the request is the same.
      if (token && before.madeWith === token && isDeepStrictEqual(before.spec, spec)) return before;
      throw new AwsError('ConflictException', `Schedule ${spec.Name} already exists.`, 409);
    }),
    UpdateSchedule: write('scheduler:UpdateSchedule', (before, spec, call) => {
      findSchedule(state, before?.arn ?? scheduleArn(call, spec));
      return put(call, spec);
    }),
    GetSchedule: named('scheduler:GetSchedule', (arn) => {
      const { spec, ...dates } = findSchedule(state, arn);
      return { ...spec, Arn: arn, ...datesOf(dates) };
    }),
    DeleteSchedule: named('scheduler:DeleteSchedule', (arn, token) => {
      const sent = `${arn} ${token}`;
      if (token && state.deletedWith.has(sent) && !state.schedules.has(arn)) return {};
      findSchedule(state, arn);
      remove(arn);
      state.deletedWith.add(sent);
      return {};
    }),
    ListSchedules: read(Listed, (filter, call) => {
      // Whatever the filter says, the right is to all of them (https://github.com/aws/aws-cdk/issues/38201).
      call.authorize('scheduler:ListSchedules', `arn:aws:scheduler:${call.region}:${call.account}:schedule/*/*`);
      if (filter.ScheduleGroup) checkGroup(state, call, filter.ScheduleGroup);
      return pageOf([...state.schedules.values()], filter, call);
    }),
  };
}

function pageOf(
  all: Schedule[],
  { ScheduleGroup, NamePrefix, State, MaxResults, NextToken }: z.output<typeof Listed>,
  { account, region }: Call,
) {
  const after = NextToken === undefined ? '' : lastOf(NextToken, `arn:aws:scheduler:${region}:${account}:schedule/`);
  const found = all
    .filter(
      ({ spec, ...place }) =>
        place.account === account &&
        place.region === region &&
        (ScheduleGroup ?? spec.GroupName) === spec.GroupName &&
        (State ?? spec.State) === spec.State &&
        spec.Name.startsWith(NamePrefix),
    )
    .toSorted((a, b) => (a.arn < b.arn ? -1 : 1))
    .filter(({ arn }) => arn > after);
  const page = found.slice(0, MaxResults);
  const next = found.length > MaxResults ? Buffer.from(page.at(-1)!.arn).toString('base64url') : undefined;
  return { Schedules: page.map(summaryOf), ...(next ? { NextToken: next } : {}) };
}

/**
 * ARN of the last schedule of the page before. A token that no page gave "fails to satisfy the constraints" of the
 * service (https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html).
 */
function lastOf(token: string, prefix: string): string {
  const arn = Buffer.from(token, 'base64url').toString();
  if (arn.startsWith(prefix) && Buffer.from(arn).toString('base64url') === token) return arn;
  throw new AwsError('ValidationException', 'Invalid NextToken', 400);
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
