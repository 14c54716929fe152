import { isTimeZone } from '../../../time/time-zone.ts';
import { type PaceWindow, WEEKDAYS } from '../request/pace-window.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

type Lists = readonly (readonly PaceWindow[])[];

/** `on mon at 20:00 Europe/Berlin`: when the first window of the list opens that opens last. Undefined while all are open. */
export function whenOpen(lists: Lists, at: Date): string | undefined {
  const waits = lists.map((windows) => firstOf(windows, at)).filter(({ minutes }) => minutes > 0);
  const last = waits.toSorted((a, b) => b.minutes - a.minutes)[0];
  if (!last) return undefined;
  const { window, minutes } = last;
  const day = WEEKDAYS[Math.floor(((localMinute(at, window.timeZone) + minutes) % WEEK) / DAY)];
  return `on ${day} at ${window.from} ${window.timeZone}`;
}

/**
 * Requests a second that the windows allow which are open: of those of one list that overlap the lowest, as of the lists. Endless
 * where none of them says one.
 */
export function rateOpen(lists: Lists, at: Date): number {
  const open = lists.flatMap((windows) => windows.filter((window) => minutesUntil(window, at) === 0));
  return Math.min(Number.POSITIVE_INFINITY, ...open.map(requestsIn));
}

/** What part of the full pace is kept at so many requests a second: 0 to 1. */
type PartOf = (requestsPerSecond: number) => number;

const ALL: PartOf = () => 1;

/**
 * Minutes from a time until all lists were open for so many at full pace, by the clocks of the week of that time; endless where
 * they are never open together.
 */
export function minutesUntilOpenFor(lists: Lists, from: Date, needed: number, partOf: PartOf = ALL): number {
  if (lists.length === 0) return needed;
  const monday = new Date(
    Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate() - ((from.getUTCDay() + 6) % 7)),
  );
  const week = Float64Array.from(togetherOpen(lists, monday), (rate) => (rate > 0 ? partOf(rate) : 0));
  const inWeek = week.reduce((sum, open) => sum + open, 0);
  if (inWeek === 0) return Number.POSITIVE_INFINITY;
  const start = Math.floor((from.getTime() - monday.getTime()) / 60_000);
  const weeks = Math.floor(needed / inWeek);
  let [left, passed] = [needed - weeks * inWeek, weeks * WEEK];
  for (let at = start; left > 0; at++) {
    const part = week[at % WEEK] ?? 0;
    // The last of them need not be a whole one.
    passed += part > left ? left / part : 1;
    left -= part;
  }
  return passed;
}

/** The most minutes between two times at which all are open, in any season; endless where that is never. */
export const longestClosed = (lists: Lists): number =>
  lists.length === 0 ? 0 : Math.max(...weeksOf(lists).map(longestGap));

function longestGap(week: Float64Array): number {
  let [longest, closed] = [0, 0];
  for (const open of [...week, ...week]) {
    closed = open ? 0 : closed + 1;
    longest = Math.max(longest, closed);
  }
  return longest > WEEK ? Number.POSITIVE_INFINITY : longest;
}

/**
 * Mondays, 0:00 UTC: one when neither hemisphere's clocks have changed, one of each summer, and one between the days on which
 * America and Europe change theirs. Two zones are as far apart as in one of these weeks, which are the same each year.
 */
const SEASONS = ['2026-01-12', '2026-03-16', '2026-07-13', '2026-10-26'].map((day) => new Date(`${day}T00:00:00Z`));

/** Of each minute of a week in UTC, requests a second while all lists are open, for each of the seasons. */
const weeksOf = (lists: Lists): Float64Array[] => SEASONS.map((monday) => togetherOpen(lists, monday));

/** Of each minute of the week in UTC that begins with a Monday, the requests a second that are allowed: 0 where a list is closed. */
function togetherOpen(lists: Lists, monday: Date): Float64Array {
  const weeks = lists.map((windows) => openMinutes(windows, monday));
  return Float64Array.from({ length: WEEK }, (_, minute) => Math.min(...weeks.map((week) => week[minute]!)));
}

function openMinutes(windows: readonly PaceWindow[], monday: Date): Float64Array {
  const week = new Float64Array(WEEK);
  for (const window of windows) {
    const { days = [...WEEKDAYS], from, to, timeZone } = window;
    const rate = requestsIn(window);
    // A request with a mistake in it is looked at as well.
    const ahead = isTimeZone(timeZone) ? localMinute(monday, timeZone) : 0;
    for (const day of days) {
      const start = WEEKDAYS.indexOf(day) * DAY + minuteOf(from) - ahead + WEEK;
      for (let at = start; at < start + lengthOf(from, to); at++)
        week[at % WEEK] = Math.min(week[at % WEEK] || Number.POSITIVE_INFINITY, rate);
    }
  }
  return week;
}

function firstOf(windows: readonly PaceWindow[], at: Date): { window: PaceWindow; minutes: number } {
  const waits = windows.map((window) => ({ window, minutes: minutesUntil(window, at) }));
  return waits.toSorted((a, b) => a.minutes - b.minutes)[0]!;
}

/** By the clock on the wall; 0 inside. A change to summer time is an hour more or less, as it is for people. */
const minutesUntil = (window: PaceWindow, at: Date) => waitFrom(window, localMinute(at, window.timeZone));

function waitFrom({ days = [...WEEKDAYS], from, to }: PaceWindow, minute: number): number {
  const length = lengthOf(from, to);
  const waits = days.map((day) => {
    const start = WEEKDAYS.indexOf(day) * DAY + minuteOf(from);
    const since = (minute - start + WEEK) % WEEK;
    return since < length ? 0 : WEEK - since;
  });
  return Math.min(...waits);
}

const BLOCKS_PER_MEBIBYTE = 2;

const requestsIn = ({ mebibytesPerSecond, requestsPerSecond }: PaceWindow) =>
  Math.min(
    requestsPerSecond ?? Number.POSITIVE_INFINITY,
    (mebibytesPerSecond ?? Number.POSITIVE_INFINITY) * BLOCKS_PER_MEBIBYTE,
  );

/** In minutes: the same times are a whole day. */
const lengthOf = (from: string, to: string) => (minuteOf(to) - minuteOf(from) + DAY) % DAY || DAY;

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes since Monday, 0:00, on the clocks of a time zone. */
function localMinute(at: Date, timeZone: string): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase() as (typeof WEEKDAYS)[number]);
  return day * DAY + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
}

/** A format takes a hundred times as long to make as to use. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', ...time });
  clocks.set(timeZone, made);
  return made;
}
