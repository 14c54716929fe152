import { nextTimes } from '../../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../../time/schedule-expression.ts';
import type { ListedSchedule } from '../../api/types.ts';

export interface DayTimes {
  /** Of the month; 0 for a cell before its first or after its last day. */
  day: number;
  times: { name: string; at: Date }[];
}

/** As many in a month as a person reads; a rate of minutes has thousands. */
const MOST = 200;

/** The weeks of the month of `now`, Monday first, with the times of all schedules that are on, in the reader's zone. */
export function weeksOf(schedules: readonly ListedSchedule[], now: Date): DayTimes[][] {
  const first = new Date(now.getFullYear(), now.getMonth(), 1);
  const end = new Date(now.getFullYear(), now.getMonth() + 1, 1);
  const days = new Date(end.getTime() - 1).getDate();
  const times = schedules.filter(({ enabled }) => enabled).flatMap((schedule) => timesOf(schedule, first, end));
  const before = (first.getDay() + 6) % 7;
  const cells = Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, at): DayTimes => {
    const day = at - before + 1;
    if (day < 1 || day > days) return { day: 0, times: [] };
    const own = times.filter((time) => time.at.getDate() === day).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    return { day, times: own };
  });
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function timesOf({ name, expression, timeZone, madeAt }: ListedSchedule, from: Date, end: Date) {
  const after = new Date(from.getTime() - 1);
  const made = new Date(madeAt);
  const all = nextTimes(parseScheduleExpression(expression), timeZone, { after, madeAt: made, count: MOST });
  return all.filter((at) => at < end && at >= made).map((at) => ({ name, at }));
}
