import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import type { countedStore } from '../../core/base/run/counted-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { firstKey, lastKey, type StepMoment, type Tally } from '../../core/base/run/step-times.ts';
import type { MovedBlocks } from '../../core/base/run/volume-records.ts';

const Timed = z.object({
  clone: z.object({ cloneId: z.string() }),
  volume: z.object({ claim: z.string() }).optional(),
  wave: z.object({ wave: z.string() }).optional(),
  stage: z.string().optional(),
});

/** Of this environment of the function: what it has done so far in the run that it works for. */
const environment = randomUUID().slice(0, 8);
const tallies = new Map<string, Tally>();
/** An environment lives for hours, and works for other runs later: those that it has left take no memory. */
const MOST_TALLIES = 1000;

/**
 * Keeps when a step first began and last ended, and what it took: for the timeline of the report and for its cost. A step
 * may be asked many times, or work on many volumes at once. Costs two small writes beside the work; a report without
 * them is a report all the same.
 */
export function startTiming(
  step: string,
  event: unknown,
  now: () => Date,
  { store, requests, blocks }: ReturnType<typeof countedStore> & { blocks: MovedBlocks },
  log: Logger,
) {
  const { data } = Timed.safeParse(event);
  if (!data) return { end: async () => {} };
  const subject = data.volume?.claim ?? data.wave?.wave ?? data.stage;
  const times = keysOf(data.clone.cloneId).times(step, subject ?? '');
  const began = now();
  const moment = (at: Date): StepMoment => ({ step, at: at.toISOString(), ...(subject ? { subject } : {}) });
  const quietly = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log.warn('time not recorded', { error: error as Error }));
  const first = quietly(store.putNew(firstKey(times), JSON.stringify(moment(began))));
  return {
    end: async () => {
      await first;
      const ended = now();
      const before = tallies.get(times);
      const tally: Tally = {
        ...moment(ended),
        calls: (before?.calls ?? 0) + 1,
        milliseconds: (before?.milliseconds ?? 0) + (ended.getTime() - began.getTime()),
        memoryMiB: Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0),
        // With the write of this tally itself.
        recordsWritten: (before?.recordsWritten ?? 0) + requests.written + 1,
        recordsRead: (before?.recordsRead ?? 0) + requests.read,
        ...(blocks.read + blocks.written > 0 || before?.blocks ? { blocks: sumOfBlocks(before?.blocks, blocks) } : {}),
      };
      if (tallies.size >= MOST_TALLIES) tallies.clear();
      tallies.set(times, tally);
      await quietly(store.put(lastKey(times, environment), JSON.stringify(tally)));
    },
  };
}

const sumOfBlocks = (before: MovedBlocks | undefined, now: MovedBlocks): MovedBlocks => ({
  read: (before?.read ?? 0) + now.read,
  written: (before?.written ?? 0) + now.written,
  throttled: (before?.throttled ?? 0) + (now.throttled ?? 0),
});
