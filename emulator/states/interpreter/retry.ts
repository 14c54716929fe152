import { matches } from '../base/errors.ts';
import type { Retrier } from '../definition/schema.ts';

/** Attempts that each retrier of one visit has used: "per retrier, across all visits to it in a single-state execution". */
export type RetryCounters = Map<Retrier, number>;

/**
 * How many seconds to wait before the next attempt; undefined when there is none. The first retrier that lists the
 * error decides (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error).
 */
export function nextDelay(
  retriers: readonly Retrier[] | undefined,
  used: RetryCounters,
  error: string,
  random: () => number,
): number | undefined {
  const retrier = retriers?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (!retrier) return undefined;
  const attempts = used.get(retrier) ?? 0;
  if (attempts >= retrier.MaxAttempts) return undefined;
  used.set(retrier, attempts + 1);
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** attempts;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  // FULL: "the first retry interval is randomized between 0 and" what it would be without jitter.
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}
