/** One clock for all functions: it moves on only when everybody waits, to the time of the first that does. */
export function sharedClock(start: number) {
  let now = start;
  const waiting: { at: number; wake: () => void }[] = [];
  return {
    clock: {
      now: () => new Date(now),
      sleep: (milliseconds: number) => new Promise<void>((wake) => waiting.push({ at: now + milliseconds, wake })),
    },
    async advance(): Promise<boolean> {
      for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
      const next = waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next) return false;
      waiting.splice(waiting.indexOf(next), 1);
      now = next.at;
      next.wake();
      return true;
    },
  };
}

/** The most of these times that lie within one second. */
export function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [first, most] = [0, 0];
  for (const [last, at] of sorted.entries()) {
    while (sorted[first]! <= at - 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
