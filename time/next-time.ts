import type { CronFields, ScheduleExpression } from './schedule-expression.ts';

const DAY_MS = 86_400_000;
/** A leap day is at most eight years away. */
const DAYS_AHEAD = 366 * 9;

/**
 * The first time after `after`; undefined when there is none any more. Times that a clock change leaves out are left
 * out, and those that it repeats come once (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 * `madeAt` is when a rate begins: without a start date it "starts invoking the target immediately".
 */
export function nextTime(
  expression: ScheduleExpression,
  timeZone: string,
  { after, madeAt }: { after: Date; madeAt: Date },
): Date | undefined {
  if (expression.kind === 'rate') {
    const { milliseconds } = expression;
    const passed = Math.floor((after.getTime() - madeAt.getTime()) / milliseconds) + 1;
    return new Date(madeAt.getTime() + passed * milliseconds);
  }
  if (expression.kind === 'at') {
    const time = instantOf(expression.wall, timeZone);
    return time && time > after ? time : undefined;
  }
  return nextCron(expression.fields, timeZone, after);
}

/** The next so many times, the first of them after `after`. */
export function nextTimes(
  expression: ScheduleExpression,
  timeZone: string,
  { after, madeAt, count }: { after: Date; madeAt: Date; count: number },
): Date[] {
  const times: Date[] = [];
  for (let last = after; times.length < count; last = times.at(-1)!) {
    const next = nextTime(expression, timeZone, { after: last, madeAt });
    if (!next) break;
    times.push(next);
  }
  return times;
}

/** `2026-11-23T02:00:00+01:00`: the wall time of the zone, with its distance from UTC. */
export function inZone(time: Date, timeZone: string): string {
  const seconds = Math.floor(time.getTime() / 1000) * 1000;
  const wall = wallOf(time, timeZone);
  const minutes = Math.round((wall - seconds) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const distance = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${new Date(wall).toISOString().slice(0, 19)}${minutes === 0 ? 'Z' : distance}`;
}

function nextCron(fields: CronFields, timeZone: string, after: Date): Date | undefined {
  const today = Math.floor(wallOf(after, timeZone) / DAY_MS) * DAY_MS;
  for (let day = 0; day < DAYS_AHEAD; day += 1) {
    const midnight = today + day * DAY_MS;
    if (!isDay(fields, new Date(midnight))) continue;
    for (const hour of ascending(fields.hours)) {
      for (const minute of ascending(fields.minutes)) {
        const time = instantOf(midnight + hour * 3_600_000 + minute * 60_000, timeZone);
        if (time && time > after) return time;
      }
    }
  }
  return undefined;
}

const isDay = ({ years, months, daysOfMonth, daysOfWeek }: CronFields, date: Date) =>
  years.has(date.getUTCFullYear()) &&
  months.has(date.getUTCMonth() + 1) &&
  (daysOfMonth?.has(date.getUTCDate()) ?? true) &&
  (daysOfWeek?.has(date.getUTCDay() + 1) ?? true);

const ascending = (values: Set<number>) => [...values].toSorted((a, b) => a - b);

/** What a clock on the wall of the zone shows, as milliseconds of a clock that has no zone. */
function wallOf(time: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Undefined when the zone's clocks never show it. */
function instantOf(wall: number, timeZone: string): Date | undefined {
  const guess = new Date(wall - (wallOf(new Date(wall), timeZone) - wall));
  const time = new Date(guess.getTime() - (wallOf(guess, timeZone) - wall));
  return wallOf(time, timeZone) === wall ? time : undefined;
}
