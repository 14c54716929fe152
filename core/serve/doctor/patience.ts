import { KubeferryError } from '../../base/errors.ts';

/** Waits a little longer each time; false when there is no more time. */
export type Pause = () => Promise<boolean>;

const FIRST_MS = 200;
const LONGEST_MS = 3_000;
/** Together, at one end: API Gateway waits for 30 seconds (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html). */
const ALTOGETHER_MS = 14_000;

/** For all waits at one end of a route. */
export function patience(sleep: (milliseconds: number) => Promise<unknown>): Pause {
  let next = FIRST_MS;
  let left = ALTOGETHER_MS;
  return async () => {
    if (left <= 0) return false;
    const wait = Math.min(next, left);
    left -= wait;
    next = Math.min(2 * next, LONGEST_MS);
    await sleep(wait);
    return true;
  };
}

/** Asks again while the answer is NotYet; when there is no more time, throws why it was. */
export async function untilKnown<T>(ask: () => Promise<T>, pause: Pause): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof KubeferryError) || error.name !== 'NotYet') throw error;
      if (!(await pause())) throw error.cause ?? error;
    }
  }
}
