import type { Clock } from '../../../time/clock.ts';
import type { BlockSink, BlockSource } from '../../base/ports/block-store.ts';

export interface Limit {
  clock: Clock;
  /** Calls in flight. */
  concurrency: number;
  /** Calls begun in a second: EBS takes 1,000 a snapshot and direction, divided by the functions at work on it. */
  perSecond: number;
}

/** A source whose `get` keeps a limit; lists are few and pass. */
export function limitedSource(source: BlockSource, limit: Limit): BlockSource {
  const enter = gate(limit);
  return { list: (range) => source.list(range), get: (block, into) => enter(() => source.get(block, into)) };
}

/** A sink whose `put` keeps a limit; there is one seal, and it passes. */
export function limitedSink(sink: BlockSink, limit: Limit): BlockSink {
  const enter = gate(limit);
  return {
    put: (index, bytes, sha256) => enter(() => sink.put(index, bytes, sha256)),
    seal: (changedBlocks, checksum) => sink.seal(changedBlocks, checksum),
  };
}

/** Lets calls in one after the other at even distances, and no more than `concurrency` at once. */
function gate({ clock, concurrency, perSecond }: Limit) {
  const distance = 1_000 / perSecond;
  const waiting: (() => void)[] = [];
  let free = concurrency;
  let nextStart = 0;

  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((admit) => waiting.push(admit));
    else free--;
    try {
      const now = clock.now().getTime();
      const start = Math.max(now, nextStart);
      nextStart = start + distance;
      if (start > now) await clock.sleep(start - now);
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
