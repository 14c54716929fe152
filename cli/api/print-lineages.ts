import type { LineageView } from '../../core/serve/api/lineage-schemas.ts';
import { table } from '../table.ts';

/** What a route keeps for its next clones, and what that costs. */
export function printLineages(lineages: readonly LineageView[]): string {
  if (lineages.length === 0) return 'Nothing is kept for the next clone.\n';
  const rows = lineages.map((each) => [
    each.claim,
    each.sourceSnapshotId,
    each.targetSnapshotId,
    each.gibibytes === undefined ? '–' : `${Number(each.gibibytes.toFixed(1))} GiB`,
    each.madeBy,
    each.until === 'told' ? 'until a request says otherwise' : each.clones.join(', '),
  ]);
  const dollars = lineages.reduce((sum, { dollarsAMonth }) => sum + dollarsAMonth, 0);
  const total = `\n  about $${Number(dollars.toFixed(4))} a month; a request with volumes.lineage "none" removes them\n`;
  return `${table(['claim', 'snapshot', 'twin', 'data', 'made by', 'kept for'], rows)}\n${total}`;
}
