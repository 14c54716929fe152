/** How the requests of an account are shared out among the functions that copy blocks. */
export interface Division {
  volumesAtOnce: number;
  /** For one volume. */
  functionsAtOnce: number;
  /** Requests of one function in each direction. */
  perSecond: number;
}

/** One volume, as far as its copy takes time. */
export interface CopiedVolume {
  /** That are moved. */
  blocks: number;
  segments: number;
  /** That are looked through before the first of them is moved: all that are moved when left out. */
  listed?: number;
}

/** What a function copies: 125 blocks a second, so that eight of them fill a snapshot (1,000 a second, https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html). */
const LANE = 125;
const MOST_FUNCTIONS = 8;
/** EC2 allows 20 concurrent snapshot copies for a destination Region, which the same map starts. */
export const MOST_VOLUMES = 20;

/**
 * volumesAtOnce x functionsAtOnce x perSecond is never above the budget, which is 1 at least: fewer functions rather than
 * slower ones. Of the ways to share the functions out, the one that ends first with volumes of so many blocks, taken in
 * this order; a volume has no use for more functions than it has segments. Pure.
 */
export function divide(
  budget: number,
  volumes: readonly CopiedVolume[],
  { volumesAtOnce = MOST_VOLUMES }: { volumesAtOnce?: number | undefined } = {},
): Division {
  const lanes = Math.max(1, Math.floor(budget / LANE));
  const perSecond = Math.min(LANE, budget);
  const most = Math.max(1, Math.min(volumesAtOnce, MOST_VOLUMES, lanes));
  const ways = Array.from({ length: most }, (_, at): Division => {
    const functionsAtOnce = Math.min(MOST_FUNCTIONS, Math.floor(lanes / (at + 1)));
    return { volumesAtOnce: at + 1, functionsAtOnce, perSecond };
  });
  const timed = ways.map((way) => ({ way, seconds: secondsOf(volumes, way) }));
  // Of two that end at the same time the one with more volumes: it has something done earlier.
  return timed.reduce((best, next) => (next.seconds <= best.seconds * SAME ? next : best)).way;
}

/** Sums of fractions differ in their last digits. */
const SAME = 1.000001;

/**
 * A page of 10,000 blocks is reckoned a second. EBS promises nothing: an account may list 50 pages a second
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html), and one list is one page after the other.
 */
const LISTED_PER_SECOND = 10_000;
/** Of each volume, besides its blocks: functions that start, the seal and the wait for it, the volume and its verification. */
const AROUND_SECONDS = 15;

/** Until the last of the volumes is there, when each begins as soon as one of those before it has ended. */
export function secondsOf(volumes: readonly CopiedVolume[], way: Division): number {
  const free = new Array<number>(way.volumesAtOnce).fill(0);
  for (const { blocks, segments, listed = blocks } of volumes) {
    const next = free.indexOf(Math.min(...free));
    // A segment is the work of one function: the last round may have fewer of them than functions.
    const rounds = Math.ceil(segments / Math.max(1, way.functionsAtOnce));
    const copying = (rounds * blocks) / (Math.max(1, segments) * way.perSecond);
    free[next] = free[next]! + copying + listed / LISTED_PER_SECOND + AROUND_SECONDS;
  }
  return Math.max(...free);
}
