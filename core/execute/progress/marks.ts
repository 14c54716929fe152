import { keysOf } from '../../base/run/keys.ts';

/** On its way a volume passes these in turn; before the first mark it waits, and its record in `volumes/` ends them. */
const MARKED_STAGES = ['snapshot', 'copying', 'creating'] as const;
export type MarkedStage = (typeof MARKED_STAGES)[number];

/**
 * How far one volume was at some time, told by the name of a key: `progress/shop.data-0/copying-045.json`. Marks are only
 * ever added, and the furthest one counts. So a function that is killed, late, or runs twice takes nothing back, and
 * those that work on one volume at once do not overwrite one another; and one listing tells all volumes.
 */
export interface Mark {
  stage: MarkedStage;
  /** Of the snapshot at the source while it is taken, then of the copy: 0 to 95 in steps of `STEP`, and 100 of what is complete. */
  percent: number;
}

/** What a mark holds: when it was reached first. */
export interface MarkRecord {
  /** ISO 8601. */
  at: string;
}

/** Percent from one mark to the next: at most 41 small writes a volume, however large it is. */
export const STEP = 5;

/** Rounded down, and never 100: nothing is said to be complete by what is only nearly so. */
export const markAt = (stage: 'snapshot' | 'copying', percent: number): Mark => ({
  stage,
  percent: Math.floor(Math.min(Math.max(percent, 0), 99) / STEP) * STEP,
});

export const markKey = (cloneId: string, claim: string, { stage, percent }: Mark) =>
  `${keysOf(cloneId).progressOf(claim)}${stage}-${String(percent).padStart(3, '0')}.json`;

/** Undefined for a key that is no mark. */
export function markOfKey(key: string): Mark | undefined {
  const [, stage, percent] = /\/(snapshot|copying|creating)-(\d{3})\.json$/.exec(key) ?? [];
  return stage ? { stage: stage as MarkedStage, percent: Number(percent) } : undefined;
}

/** Below zero when `a` was reached before `b`. */
export const compareMarks = (a: Mark, b: Mark) =>
  MARKED_STAGES.indexOf(a.stage) - MARKED_STAGES.indexOf(b.stage) || a.percent - b.percent;
