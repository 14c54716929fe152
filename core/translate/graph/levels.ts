import type { ReferenceRow } from '../tables/references/row.ts';

/**
 * How many kinds deep each kind needs others of its like, by a table of references: 0 for one that needs none, else one more
 * than the deepest that it names. Kinds that need each other are broken up at the row that comes last in the table, so that the
 * answer is the same each time; `isOfKind` says which kinds are asked about.
 */
export function levelsOf(
  rows: readonly ReferenceRow[],
  isOfKind: (kind: string) => boolean,
): ReadonlyMap<string, number> {
  const needs = new Map<string, Set<string>>();
  for (const { from, to, form } of rows) {
    if (!NAMED.includes(form) || !isOfKind(to)) continue;
    for (const kind of from)
      if (kind !== to && isOfKind(kind) && !leadsTo(needs, to, kind))
        needs.set(kind, (needs.get(kind) ?? new Set()).add(to));
  }
  const levels = new Map<string, number>();
  const levelOf = (kind: string): number => {
    const level = levels.get(kind) ?? Math.max(0, ...[...(needs.get(kind) ?? [])].map((to) => levelOf(to) + 1));
    levels.set(kind, level);
    return level;
  };
  for (const kind of needs.keys()) levelOf(kind);
  return levels;
}

/** Labels and hosts may mean whatever there is, or nothing. */
export const NAMED: readonly ReferenceRow['form'][] = ['name', 'typed'];

/** Whether a kind needs another one, by however many between. */
function leadsTo(needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const kind of seen) {
    if (kind === to) return true;
    for (const next of needs.get(kind) ?? []) seen.add(next);
  }
  return false;
}
