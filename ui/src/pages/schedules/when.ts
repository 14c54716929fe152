import { nextTimes } from '../../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../../time/schedule-expression.ts';
import type { ListedSchedule, Request } from '../../api/types.ts';

export const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type WeekDay = (typeof DAYS)[number];

/** When a schedule starts its clone, as somebody types it. */
export interface When {
  name: string;
  how: 'daily' | 'weekly' | 'own';
  /** `02:00`. */
  time: string;
  day: WeekDay;
  /** An expression of EventBridge Scheduler. */
  own: string;
  timeZone: string;
  /** A number of minutes; '' starts at the time itself. */
  windowMinutes: string;
  overlap: ListedSchedule['overlap'];
  enabled: boolean;
}

/** What the API takes of a schedule. */
export interface ScheduleBody {
  expression: string;
  timeZone: string;
  windowMinutes?: number;
  overlap: ListedSchedule['overlap'];
  enabled: boolean;
  request: unknown;
}

export const firstWhen = (timeZone: string): When => ({
  name: '',
  how: 'daily',
  time: '02:00',
  day: 'SUN',
  own: 'rate(12 hours)',
  timeZone,
  windowMinutes: '',
  overlap: 'skip',
  enabled: true,
});

const TIME = /^(\d{1,2}):(\d{2})$/;

/** Of a time that is none, an expression that the API refuses with its reason. */
export function expressionOf({ how, time, day, own }: When): string {
  if (how === 'own') return own.trim();
  const [, hour, minute] = TIME.exec(time.trim()) ?? [];
  const at = hour === undefined ? time.trim() : `${Number(minute)} ${Number(hour)}`;
  return how === 'daily' ? `cron(${at} * * ? *)` : `cron(${at} ? * ${day} *)`;
}

export function bodyOf(when: When, request: Request | Record<string, unknown>): ScheduleBody {
  const { timeZone, windowMinutes, overlap, enabled } = when;
  const minutes = windowMinutes.trim() === '' ? undefined : Number(windowMinutes);
  return {
    expression: expressionOf(when),
    timeZone: timeZone.trim(),
    ...(minutes === undefined ? {} : { windowMinutes: minutes }),
    overlap,
    enabled,
    request,
  };
}

const DAILY = /^cron\((\d+) (\d+) \* \* \? \*\)$/;
const WEEKLY = /^cron\((\d+) (\d+) \? \* (MON|TUE|WED|THU|FRI|SAT|SUN) \*\)$/;
const two = (text = '') => text.padStart(2, '0');

/** The same of a schedule that there is. */
export function whenOf(schedule: ListedSchedule): When {
  const { name, expression, timeZone, windowMinutes, overlap, enabled } = schedule;
  const daily = DAILY.exec(expression);
  const weekly = WEEKLY.exec(expression);
  const [, minute, hour, day] = daily ?? weekly ?? [];
  return {
    ...firstWhen(timeZone),
    name,
    how: daily ? 'daily' : weekly ? 'weekly' : 'own',
    ...(hour === undefined ? { own: expression } : { time: `${two(hour)}:${two(minute)}` }),
    ...(day ? { day: day as WeekDay } : {}),
    windowMinutes: windowMinutes ? String(windowMinutes) : '',
    overlap,
    enabled,
  };
}

/** The next times, as far as they can be told while it is typed. */
export function timesOf(when: When, now: Date): Date[] {
  try {
    const expression = parseScheduleExpression(expressionOf(when));
    return nextTimes(expression, when.timeZone.trim(), { after: now, madeAt: now, count: 3 });
  } catch {
    return [];
  }
}
