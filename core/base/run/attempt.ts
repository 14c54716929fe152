import * as z from 'zod';
import { KubeferryError } from '../errors.ts';

/**
 * How often Step Functions has run this state again, and when it began to: RetryCount and EnteredTime of
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html.
 */
export const Attempt = z.object({ retries: z.int().nonnegative(), since: z.string() });
export type Attempt = z.infer<typeof Attempt>;

export const FIRST_ATTEMPT: Attempt = { retries: 0, since: 'its first look' };

/**
 * So often a state looks again for what the run has just made, with the waits of its NotYet retrier: a minute and a half
 * at least. EC2 gives no bound (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
 */
export const LOOKS_AGAIN = 10;

/**
 * Looks at what the run has just made, and at nothing else: absence is NotYet for as long as AWS may not show it
 * everywhere, and then NotFound, saying since when it was looked for.
 */
export async function lookForOwn<T>(attempt: Attempt, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw error instanceof KubeferryError && error.name === 'NotFound' ? absence(error, attempt) : error;
  }
}

/** Fewer than looks for what the run has made: whoever gives up the use of one thing has others to look for. */
const USES_AGAIN = 3;

/**
 * Uses what was made, or marked as kept, a moment ago, where it can be done without: absence and refusal are NotYet a few times,
 * since IAM judges by tags that it may not know yet (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html, "Changes
 * that I make are not always immediately visible"), and are thrown as they are then.
 */
export async function useFresh<T>({ retries }: Attempt, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const isFresh = error instanceof KubeferryError && ['NotFound', 'AccessDenied'].includes(error.name);
    if (!isFresh || retries >= USES_AGAIN) throw error;
    const said = `${error.message} It was made or marked a moment ago, and AWS may take a moment to know it; it is tried again.`;
    throw new KubeferryError('NotYet', said, { cause: error });
  }
}

function absence(error: KubeferryError, { retries, since }: Attempt): KubeferryError {
  if (retries < LOOKS_AGAIN) {
    const said = `${error.message} The run has just made it, and AWS may take a moment to show it; it is looked for again.`;
    return new KubeferryError('NotYet', said, { cause: error });
  }
  return new KubeferryError(
    'NotFound',
    `${error.message} The run made it, and has looked for it ${retries + 1} times since ${since}: somebody deleted it. ` +
      'Way out: start the clone again.',
    { cause: error },
  );
}
