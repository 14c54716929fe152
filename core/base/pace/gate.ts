import type { Clock } from '../../../time/clock.ts';

export interface Limit {
  clock: Clock;
  /** Calls in flight. */
  concurrency: number;
  /** Calls begun in any second. */
  perSecond: number;
  /** Runs before each call, in its turn; what it throws, the call throws. */
  before?: () => Promise<void>;
}

export type Gate = <T>(run: () => Promise<T>) => Promise<T>;

const MOST_REMEMBERED = 10_000;

/**
 * Lets calls in one after the other at even distances, and no more than `concurrency` at once. A timer that rings late makes
 * no second with more calls than `perSecond`: each call also waits until a second after the one that far before it.
 */
export function gate(limit: Limit): Gate {
  const waiting: (() => void)[] = [];
  const turn = turns(limit);
  let free = limit.concurrency;
  let last: Promise<void> = Promise.resolve();

  return async (run) => {
    if (free === 0) await new Promise<void>((admit) => waiting.push(admit));
    else free--;
    try {
      const own = last.then(turn);
      last = own.catch(() => {});
      await own;
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Ends when the next call may begin; asked for one after the other. */
function turns({ clock, perSecond, before }: Limit): () => Promise<void> {
  const distance = 1_000 / perSecond;
  const remembered = Math.max(1, Math.min(Math.floor(perSecond), MOST_REMEMBERED));
  const begun: number[] = [];
  let nextStart: number | undefined;
  let count = 0;
  return async () => {
    await before?.();
    const now = clock.now().getTime();
    // Whoever had this share before may have called just now.
    nextStart ??= now + distance;
    const at = count++ % remembered;
    const start = Math.max(now, nextStart, (begun[at] ?? Number.NEGATIVE_INFINITY) + 1_000);
    nextStart = start + distance;
    if (start > now) await clock.sleep(start - now);
    begun[at] = clock.now().getTime();
  };
}
