import type { Clock } from '../../../time/clock.ts';

export interface Limit {
  clock: Clock;
  /** Calls in flight. */
  concurrency: number;
  /** Calls begun in any second; asked for before each call where it changes. */
  perSecond: number | (() => number);
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
  const rate = typeof perSecond === 'number' ? () => perSecond : perSecond;
  /** The latest calls in a ring, by their number. */
  const begun: number[] = [];
  let nextStart: number | undefined;
  let count = 0;
  return async () => {
    await before?.();
    const now = clock.now().getTime();
    const inSecond = rate();
    const distance = 1_000 / inSecond;
    const sinceThen = Math.max(1, Math.min(Math.floor(inSecond), MOST_REMEMBERED));
    // Whoever had this share before may have called just now.
    nextStart ??= now + distance;
    const earlier = count < sinceThen ? undefined : begun[(count - sinceThen) % MOST_REMEMBERED];
    const start = Math.max(now, nextStart, (earlier ?? Number.NEGATIVE_INFINITY) + 1_000);
    nextStart = start + distance;
    if (start > now) await clock.sleep(start - now);
    begun[count++ % MOST_REMEMBERED] = clock.now().getTime();
  };
}
