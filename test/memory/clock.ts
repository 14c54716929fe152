import type { Clock } from '../../time/clock.ts';

/** A clock that stands still until somebody sleeps: waiting takes no real time. */
export function leapingClock(start = new Date('2026-01-01T00:00:00Z')): Clock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}
