import { nextTime } from '../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../time/schedule-expression.ts';
import { AwsError, type Service } from '../../base/service.ts';
import type { Iam } from '../iam/iam.ts';
import { listOf, statementsOf } from '../iam/policy.ts';
import { type Delivering, deliver } from './deliver.ts';
import { ROUTES, scheduleOperations } from './operations.ts';
import { Spec } from './spec.ts';
import {
  findSchedule,
  groupArn,
  type Place,
  type Schedule,
  type SchedulerState,
  type ScheduleSpec,
  scheduleArn,
} from './state.ts';

/** EventBridge Scheduler for targets that are state machines; times pass on the cloud's clock. */
export interface Scheduler {
  service: Service;
  /** As a deployment does. */
  createGroup(place: Place, name: string): string;
  createSchedule(place: Place, spec: unknown): Schedule;
  /** One more delivery of a time, as Scheduler may make at any moment; answers when the machine was started or given up. */
  deliverAgain(arn: string, time: Date): Promise<void>;
  /** Of all groups and schedules. */
  arns(): string[];
  stop(): Promise<void>;
}

/** No timer lasts longer than 24 days; an hour of the clock is short enough, and a stop is noticed. */
const NAP_MS = 3_600_000;

export function createScheduler(delivering: Delivering & { iam: Iam }): Scheduler {
  const state: SchedulerState = { groups: new Set(), schedules: new Map(), deletedWith: new Set() };
  const { clock } = delivering.surroundings;
  let stopped = false;

  const isCurrent = (schedule: Schedule) => !stopped && state.schedules.get(schedule.arn) === schedule;

  async function keepTime(schedule: Schedule): Promise<void> {
    const { expression, spec, madeAt, changedAt } = schedule;
    // Without a start date, a rate "starts invoking the target immediately".
    let after = expression.kind === 'rate' && changedAt === madeAt ? new Date(madeAt.getTime() - 1) : changedAt;
    for (;;) {
      const time = nextTime(expression, spec.ScheduleExpressionTimezone, { after, madeAt });
      if (!time) break;
      const window = spec.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0;
      await sleepUntil(time.getTime() + Math.random() * window * 60_000, schedule);
      if (!isCurrent(schedule)) return;
      if (spec.State === 'ENABLED') void deliver(schedule, time, delivering);
      after = time;
    }
    if (spec.ActionAfterCompletion === 'DELETE' && isCurrent(schedule)) state.schedules.delete(schedule.arn);
  }

  async function sleepUntil(time: number, schedule: Schedule): Promise<void> {
    for (let left = time - clock.now().getTime(); left > 0; left = time - clock.now().getTime()) {
      if (!isCurrent(schedule)) return;
      await clock.sleep(Math.min(left, NAP_MS));
    }
  }

  function put(place: Place, spec: ScheduleSpec): Schedule {
    const arn = scheduleArn(place, spec);
    const now = clock.now();
    const { account, region } = place;
    const expression = expressionOf(spec);
    checkRole(delivering.iam, spec.Target.RoleArn);
    const { madeAt = now, madeWith } = state.schedules.get(arn) ?? {};
    const schedule: Schedule = { account, region, arn, spec, expression, madeAt, changedAt: now, madeWith };
    state.schedules.set(arn, schedule);
    void keepTime(schedule);
    return schedule;
  }

  return {
    service: {
      signingName: 'scheduler',
      protocol: 'rest-json',
      routes: ROUTES,
      operations: scheduleOperations({ state, put, remove: (arn) => void state.schedules.delete(arn) }),
    },
    createGroup(place, name) {
      const arn = groupArn(place, name);
      state.groups.add(arn);
      return arn;
    },
    createSchedule: (place, spec) => put(place, Spec.parse(spec)),
    deliverAgain: (arn, time) => deliver(findSchedule(state, arn), time, delivering),
    arns: () => [...state.groups, ...state.schedules.keys()],
    async stop() {
      stopped = true;
    },
  };
}

function expressionOf({ ScheduleExpression }: ScheduleSpec) {
  try {
    return parseScheduleExpression(ScheduleExpression);
  } catch (error) {
    throw new AwsError(
      'ValidationException',
      `Invalid Schedule Expression ${ScheduleExpression}. ${(error as Error).message}`,
    );
  }
}

function checkRole(iam: Iam, arn: string): void {
  const trusted = statementsOf(iam.role(arn)?.trust ?? { Statement: [] }).some(
    ({ Principal }) =>
      typeof Principal === 'object' && listOf(Principal.Service ?? []).includes('scheduler.amazonaws.com'),
  );
  if (trusted) return;
  throw new AwsError(
    'ValidationException',
    'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  );
}
