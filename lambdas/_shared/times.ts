import type { Logger } from '@aws-lambda-powertools/logger';
import { z } from 'zod';
import { keysOf } from '../../core/clone/keys.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { StepMoment } from '../../core/report/step-times.ts';

const Timed = z.object({
  clone: z.object({ cloneId: z.string() }),
  volume: z.object({ claim: z.string() }).optional(),
  wave: z.object({ wave: z.string() }).optional(),
  stage: z.string().optional(),
});

/**
 * Keeps when a step first began and last ended, for the timeline of the report: a step may be asked many times, or work
 * on many volumes at once. Costs two small writes beside the work; a report without them is a report all the same.
 */
export function startTiming(step: string, event: unknown, now: () => Date, store: ObjectStore, log: Logger) {
  const { data } = Timed.safeParse(event);
  if (!data) return { end: async () => {} };
  const subject = data.volume?.claim ?? data.wave?.wave ?? data.stage;
  const key = keysOf(data.clone.cloneId).times(step, subject ?? '');
  const moment = (): StepMoment => ({ step, at: now().toISOString(), ...(subject ? { subject } : {}) });
  const quietly = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log.warn('time not recorded', { error: error as Error }));
  const began = quietly(store.claim(`${key}first.json`, JSON.stringify(moment())));
  return {
    end: async () => {
      await began;
      await quietly(store.put(`${key}last.json`, JSON.stringify(moment())));
    },
  };
}
