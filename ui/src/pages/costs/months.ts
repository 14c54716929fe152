import type { ListedRun } from '../../api/types.ts';

export interface Month {
  /** `2026-11`. */
  month: string;
  clones: number;
  failed: number;
  /** Of those that succeeded, by their plans. */
  dollars: number;
}

/** The clones of a list by the month in which they began, the latest first; a plan costs nothing worth a word. */
export function monthsOf(runs: readonly ListedRun[]): Month[] {
  const clones = runs.filter(({ mode, skipped }) => mode === 'clone' && !skipped);
  const months = Map.groupBy(clones, ({ startedAt }) => startedAt.slice(0, 7));
  return [...months]
    .map(([month, of]) => ({
      month,
      clones: of.length,
      failed: of.filter(({ status }) => status === 'FAILED').length,
      dollars: of.reduce((sum, { status, size }) => sum + (status === 'SUCCEEDED' ? (size?.dollars ?? 0) : 0), 0),
    }))
    .toSorted((a, b) => (a.month < b.month ? 1 : -1));
}
