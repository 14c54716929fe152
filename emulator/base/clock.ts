import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../time/clock.ts';

/** A clock that can be set. */
export interface SetClock extends Clock {
  /** Sets it forward. Waits under way take as long as they would have. */
  forward(milliseconds: number): void;
}

/**
 * A clock on which waits pass `speed` times faster than real time. Services take it for waits and state transitions
 * (`pending` -> `completed`). Signatures and credentials are no matter of it: SDKs sign with the machine's own time.
 */
export function acceleratedClock(speed: number, startDate: Date = new Date()): SetClock {
  if (!(speed > 0)) throw new RangeError(`A clock's speed is a number above 0, not ${speed}.`);
  const started = performance.now();
  let ahead = 0;
  return {
    now: () => new Date(startDate.getTime() + (performance.now() - started) * speed + ahead),
    // Unreferenced: a wait that nobody needs any more must not keep the process alive.
    sleep: (milliseconds) => wait(milliseconds / speed, undefined, { ref: false }),
    forward(milliseconds) {
      ahead += milliseconds;
    },
  };
}
