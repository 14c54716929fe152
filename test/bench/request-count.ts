/** Requests by second and account, of functions that each make so many a second. */
export interface RequestCount {
  add(account: string, from: Date, to: Date, perSecond: number): void;
  /** In any second of any account. */
  most(): number;
}

/** Of each account the sum of all rates at a time: a change of it where a function begins, and another where it ends. */
export function requestCount(): RequestCount {
  const changes = new Map<string, Map<number, number>>();
  const change = (account: string, at: number, by: number) => {
    const own = changes.get(account) ?? new Map<number, number>();
    own.set(at, (own.get(at) ?? 0) + by);
    changes.set(account, own);
  };
  return {
    add(account, from, to, perSecond) {
      change(account, from.getTime(), perSecond);
      change(account, to.getTime(), -perSecond);
    },
    most: () => Math.max(0, ...[...changes.values()].map(highest)),
  };
}

function highest(changes: ReadonlyMap<number, number>): number {
  let [sum, most] = [0, 0];
  for (const [, by] of [...changes].sort(([a], [b]) => a - b)) {
    sum += by;
    most = Math.max(most, sum);
  }
  // Sums of fractions differ in their last digits.
  return Math.round(most * 1_000) / 1_000;
}
