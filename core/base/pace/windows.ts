import { type PaceWindow, WEEKDAYS } from '../request/pace-window.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

type Lists = readonly (readonly PaceWindow[])[];

/** Whether a time is in a window of each of the lists. */
export const isOpen = (lists: Lists, at: Date): boolean =>
  lists.every((windows) => windows.some((window) => minutesUntil(window, at) === 0));

/** `on mon at 20:00 Europe/Berlin`: when the first window of the list opens that opens last. Undefined while all are open. */
export function whenOpen(lists: Lists, at: Date): string | undefined {
  const waits = lists.map((windows) => firstOf(windows, at)).filter(({ minutes }) => minutes > 0);
  const last = waits.toSorted((a, b) => b.minutes - a.minutes)[0];
  if (!last) return undefined;
  const { window, minutes } = last;
  const day = WEEKDAYS[Math.floor(((localMinute(at, window.timeZone) + minutes) % WEEK) / DAY)];
  return `on ${day} at ${window.from} ${window.timeZone}`;
}

/** How much of a week is in a window of each of the lists, for an estimate. Time zones count as one. */
export const openShare = (lists: Lists): number =>
  lists.length === 0 ? 1 : weekOf(lists).filter((open) => open).length / WEEK;

/** The most minutes between two times at which all are open; endless where that is never. Time zones count as one. */
export function longestClosed(lists: Lists): number {
  if (lists.length === 0) return 0;
  const week = weekOf(lists);
  let [longest, closed] = [0, 0];
  for (const open of [...week, ...week]) {
    closed = open ? 0 : closed + 1;
    longest = Math.max(longest, closed);
  }
  return longest > WEEK ? Number.POSITIVE_INFINITY : longest;
}

/** Of each minute of a week, whether all are open. */
const weekOf = (lists: Lists): boolean[] =>
  Array.from({ length: WEEK }, (_, minute) =>
    lists.every((windows) => windows.some((window) => waitFrom(window, minute) === 0)),
  );

function firstOf(windows: readonly PaceWindow[], at: Date): { window: PaceWindow; minutes: number } {
  const waits = windows.map((window) => ({ window, minutes: minutesUntil(window, at) }));
  return waits.toSorted((a, b) => a.minutes - b.minutes)[0]!;
}

/** By the clock on the wall; 0 inside. A change to summer time is an hour more or less, as it is for people. */
const minutesUntil = (window: PaceWindow, at: Date) => waitFrom(window, localMinute(at, window.timeZone));

function waitFrom({ days = [...WEEKDAYS], from, to }: PaceWindow, minute: number): number {
  const length = (minuteOf(to) - minuteOf(from) + DAY) % DAY || DAY;
  const waits = days.map((day) => {
    const start = WEEKDAYS.indexOf(day) * DAY + minuteOf(from);
    const since = (minute - start + WEEK) % WEEK;
    return since < length ? 0 : WEEK - since;
  });
  return Math.min(...waits);
}

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes since Monday, 0:00, on the clocks of a time zone. */
function localMinute(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase() as (typeof WEEKDAYS)[number]);
  return day * DAY + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
}
