/**
 * EventBridge Scheduler's expressions
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). Pure: what it means, not when it is.
 */
export type ScheduleExpression =
  | { kind: 'rate'; milliseconds: number }
  /** Wall time in the schedule's time zone, as milliseconds of a clock that has no zone. */
  | { kind: 'at'; wall: number }
  | { kind: 'cron'; fields: CronFields };

/** The allowed values of each field; undefined where any value will do. */
export interface CronFields {
  minutes: Set<number>;
  hours: Set<number>;
  /** Undefined when the day of the week decides. */
  daysOfMonth: Set<number> | undefined;
  months: Set<number>;
  /** 1 is Sunday. Undefined when the day of the month decides. */
  daysOfWeek: Set<number> | undefined;
  years: Set<number>;
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Throws an Error whose message says what is wrong and what is allowed. */
export function parseScheduleExpression(text: string): ScheduleExpression {
  const [, kind, inner = ''] = /^(rate|at|cron)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'at') return at(inner);
  if (kind === 'cron') return { kind: 'cron', fields: cron(inner) };
  throw new Error(`"${text}" is none of rate(12 hours), at(2026-12-24T18:00:00) and cron(0 2 * * ? *).`);
}

function rate(text: string): ScheduleExpression {
  const [, number = '', unit = '', plural = ''] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text) ?? [];
  // "If the value is equal to 1, then the unit must be singular."
  if (!number || (number === '1') === (plural === 's'))
    throw new Error(`"rate(${text})" is no rate: write rate(1 hour), or rate(12 hours); units are minute, hour, day.`);
  return { kind: 'rate', milliseconds: Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS] };
}

function at(text: string): ScheduleExpression {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wall)) throw new Error(`"at(${text})" is no time: write at(2026-12-24T18:00:00), without a zone.`);
  return { kind: 'at', wall };
}

function cron(text: string): CronFields {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6)
    throw new Error(
      `"cron(${text})" has ${parts.length} fields, but six are needed: minutes hours day-of-month month day-of-week year.`,
    );
  const [minutes = '', hours = '', dayOfMonth = '', months = '', dayOfWeek = '', years = ''] = parts;
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error(`"cron(${text})": exactly one of day-of-month and day-of-week must be ?.`);
  return {
    minutes: values(minutes, 0, 59, 'minutes'),
    hours: values(hours, 0, 23, 'hours'),
    daysOfMonth: dayOfMonth === '?' ? undefined : values(dayOfMonth, 1, 31, 'day-of-month'),
    months: values(months, 1, 12, 'month', MONTHS),
    daysOfWeek: dayOfWeek === '?' ? undefined : values(dayOfWeek, 1, 7, 'day-of-week', DAYS),
    years: values(years, 1970, 2199, 'year'),
  };
}

/** Fields whose ranges may end before they begin: `20-2` goes over midnight, `FRI-MON` over the end of the week. */
const ROUND = ['hours', 'day-of-week'];

/** Lists, ranges, steps and names; `L`, `W` and `#` are refused, since no schedule of clones has asked for them. */
function values(text: string, low: number, high: number, field: string, names: string[] = []): Set<number> {
  const wrong = (part: string) =>
    new Error(
      `"${part}" is no ${field}: numbers from ${low} to ${high}, *, lists (1,2), ranges (1-5) and steps (0/15).`,
    );
  const numberOf = (word: string, part: string) => {
    const named = names.indexOf(word.toUpperCase());
    const value = named >= 0 ? named + 1 : /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(value >= low && value <= high)) throw wrong(part);
    return value;
  };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) throw wrong(part);
    const [from = '', to] = span === '*' ? [String(low), String(high)] : span.split('-');
    const first = numberOf(from, part);
    const last = to === undefined ? (step === undefined ? first : high) : numberOf(to, part);
    if (last < first && !ROUND.includes(field)) throw wrong(part);
    const [size, end] = [high - low + 1, last < first ? last + high - low + 1 : last];
    for (let value = first; value <= end; value += Number(step ?? 1)) found.add(low + ((value - low) % size));
  }
  return found;
}
