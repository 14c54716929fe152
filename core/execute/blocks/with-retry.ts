import type { Clock } from '../../../time/clock.ts';
import { isTransient } from '../../base/errors.ts';
import type { BlockRef, BlockSink, BlockSource } from '../../base/ports/block-store.ts';

export interface RetryPolicy {
  clock: Pick<Clock, 'sleep'>;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Calls in all; 10 when left out: with the waits below up to 31 s, 16 s on average. */
  attempts?: number;
  /** Called when a call was asked to slow down. */
  onThrottle?: () => void;
}

const ATTEMPTS = 10;
const FIRST_WAIT_MS = 100;
/** 100 + 200 + … + 6,400 + 2 x 9,000 ms. */
const LONGEST_WAIT_MS = 9_000;

/** A source whose transient failures are tried again; a list goes on after the last block that it gave. */
export function retryingSource(source: BlockSource, policy: RetryPolicy): BlockSource {
  return {
    async *list({ startIndex = 0, endIndex } = {}) {
      let next = startIndex;
      const pages = resumable(() => source.list({ startIndex: next, endIndex }), policy);
      for await (const page of pages) {
        next = page.at(-1)!.index + 1;
        yield page;
      }
    },
    get: (block, into) => retrying(() => source.get(block, into), policy),
  };
}

export function retryingSink(sink: BlockSink, policy: RetryPolicy): BlockSink {
  return {
    put: (index, bytes, sha256) => retrying(() => sink.put(index, bytes, sha256), policy),
    seal: (changedBlocks, checksum) => retrying(() => sink.seal(changedBlocks, checksum), policy),
  };
}

/** Runs one call until it succeeds, fails for good, or has no attempt left. */
export async function retrying<T>(run: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      await waitOrThrow(error, attempt, policy);
    }
  }
}

/** Opens the stream again after a transient failure; a page that came counts as a success. */
async function* resumable(open: () => AsyncIterable<BlockRef[]>, policy: RetryPolicy) {
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const page of open()) {
        if (page.length === 0) continue;
        attempt = 1;
        yield page;
      }
      return;
    } catch (error) {
      await waitOrThrow(error, attempt, policy);
    }
  }
}

/** Full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
async function waitOrThrow(error: unknown, attempt: number, policy: RetryPolicy) {
  const { clock, random, attempts = ATTEMPTS } = policy;
  const { name } = error as Error;
  if (name === 'Throttled') policy.onThrottle?.();
  // A closed window stays closed for longer than a function lives: the machine waits.
  if (!isTransient(error) || name === 'NotYet' || attempt >= attempts) throw error;
  await clock.sleep(random() * Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
}
