const IDLE_MS = 200;
/** After a pass that changed something: what it began is usually done by then. */
const BUSY_MS = 50;
/** After a hint: what was asked for is usually there by then. */
const HINTED_MS = 20;

export interface Passes {
  /** Waits until the driver has nothing more to do by itself; refusals that would only repeat count as done. */
  settled(): Promise<void>;
  /** Somebody has changed something in the cluster; a pass comes soon. Nothing depends on being told. */
  hint(): void;
  /** Ends after the pass under way. */
  stop(): Promise<void>;
}

interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Runs one pass after the other until it is stopped. `pass` answers how much it changed; one that fails is followed by
 * the next, since a cluster may be away for a while, but whoever waits for `settled` gets its error.
 */
export function startPasses(pass: () => Promise<number>): Passes {
  const ended = Promise.withResolvers<void>();
  let waiting: Waiter[] = [];
  let stopped = false;
  let hinted = false;
  let wait = { shortenTo: (_milliseconds: number) => {} };

  /** Only those who asked before the pass began are answered by it. */
  const answer = (asked: Waiter[], how: (waiter: Waiter) => void) => {
    waiting = waiting.filter((waiter) => !asked.includes(waiter));
    asked.forEach(how);
    return IDLE_MS;
  };
  const passOnce = async () => {
    const asked = waiting;
    try {
      if ((await pass()) > 0) return BUSY_MS;
      return answer(asked, ({ resolve }) => resolve());
    } catch (error) {
      return answer(asked, ({ reject }) => reject(error));
    }
  };
  const run = async () => {
    while (!stopped) {
      hinted = false;
      const pause = await passOnce();
      if (!stopped) await new Promise<void>((end) => (wait = startTimer(end, hinted ? HINTED_MS : pause)));
    }
    answer(waiting, ({ reject }) => reject(new Error('The EBS CSI driver was stopped.')));
    ended.resolve();
  };
  run();
  return {
    settled: () => {
      const { promise, ...waiter } = Promise.withResolvers<void>();
      waiting = [...waiting, waiter];
      wait.shortenTo(0);
      return promise;
    },
    hint: () => {
      hinted = true;
      wait.shortenTo(HINTED_MS);
    },
    stop: () => {
      stopped = true;
      wait.shortenTo(0);
      return ended.promise;
    },
  };
}

function startTimer(end: () => void, milliseconds: number) {
  let endsAt = performance.now() + milliseconds;
  let timer = setTimeout(end, milliseconds);
  return {
    /** Ends it at once, or sooner than it would have ended. */
    shortenTo(left: number) {
      if (performance.now() + left >= endsAt) return;
      endsAt = performance.now() + left;
      clearTimeout(timer);
      if (left === 0) end();
      else timer = setTimeout(end, left);
    },
  };
}
