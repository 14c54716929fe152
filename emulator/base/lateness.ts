/** How somebody looks for a thing: by its id, in a list (by tags, or all there are), or to delete it. */
export type Look = 'by-id' | 'in-a-list' | 'to-delete';

/** Whose look: `ec2:DescribeSnapshots`, and the role that makes it. */
export interface Looker {
  operation: string;
  principalArn: string;
}

export interface Lateness {
  /** Whether all calls meet it; else only those that a fault of the kind `late` is on. */
  readonly everywhere: boolean;
  /** True when this look misses what was made, or changed, at `since`. Times in milliseconds since the epoch. */
  misses(looker: Looker, thing: string, times: { since: number; now: number }, look: Look): boolean;
}

/**
 * So long a first look may miss a thing. AWS gives no bound, and advises to ask again with growing waits
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html). Lists and deletions see it sooner: what
 * nobody has looked for in a minute would never be found by who removes it.
 */
const WITHIN: Record<Look, number> = { 'by-id': 600_000, 'in-a-list': 60_000, 'to-delete': 60_000 };

/**
 * Eventual consistency, by a rule that is the same each time: the first look of each operation and role at what is fresh
 * misses it, and the next one finds it.
 */
export function createLateness(everywhere: boolean): Lateness {
  const looked = new Set<string>();
  return {
    everywhere,
    misses({ operation, principalArn }, thing, { since, now }, look) {
      const key = `${operation} ${principalArn} ${thing}`;
      if (looked.has(key)) return false;
      looked.add(key);
      return now - since < WITHIN[look];
    },
  };
}
