import type { Clock } from '../../../time/clock.ts';

/** Asks again after what Azure takes for something, as the machine of a run does, until it is done. */
export async function patiently<T>(clock: Pick<Clock, 'sleep'>, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await ask();
    } catch (error) {
      if ((error as Error).name !== 'NotYet') throw error;
      await clock.sleep(15_000);
    }
  }
  throw new Error('It takes too long.');
}
