import type { Clock } from '../../../time/clock.ts';
import { Aborted, throwIfAborted } from '../base/errors.ts';

/** Time was up before the work was done. */
export class Expired extends Error {
  constructor() {
    super('expired');
  }
}

/** The work's result, or Aborted as soon as the signal says so, whatever the work still does. */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => {});
  throwIfAborted(signal);
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new Aborted());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Runs the work with a signal of its own, and throws Expired when `seconds` pass first; without them, waits forever.
 * `onStart` gets a function that restarts the seconds.
 */
export async function withDeadline<T>(
  clock: Clock,
  seconds: number | undefined,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  onStart: (restart: () => void) => void = () => {},
): Promise<T> {
  if (seconds === undefined) return work(outer);
  const own = new AbortController();
  let timer = new AbortController();
  const restart = () => {
    timer.abort();
    timer = new AbortController();
    const { signal } = timer;
    pause(clock, seconds * 1000, signal).then(() => signal.aborted || own.abort());
  };
  restart();
  onStart(restart);
  try {
    return await work(AbortSignal.any([outer, own.signal]));
  } catch (error) {
    if (error instanceof Aborted && own.signal.aborted && !outer.aborted) throw new Expired();
    throw error;
  } finally {
    timer.abort();
  }
}

export async function sleep(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  await abortable(signal, pause(clock, seconds * 1000, signal));
}

/** A timer of Node holds 31 bits of milliseconds, a state may wait for a year. */
const TIMER_MS = 2 ** 31 - 1;

async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > 0 && !signal.aborted; left -= TIMER_MS)
    await clock.sleep(Math.min(left, TIMER_MS), signal);
}
