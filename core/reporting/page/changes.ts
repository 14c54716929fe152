import { isLeftBehind, isMadeAgain } from '../made-again.ts';
import type { Report } from '../report.ts';
import { type Html, html, plural, table } from './html.ts';
import { isPlain, words } from './objects.ts';

/** How the target differs from the source: how many objects each rule has changed. */
export function changes(report: Report): Html {
  const records = report.planned ?? report.translations;
  const applied = records.filter(({ outcome }) => outcome === 'apply');
  const rules = applied.flatMap(rulesOf);
  const byRule = [...Map.groupBy(rules, (rule) => rule)].toSorted(([, a], [, b]) => b.length - a.length);
  const same = applied.filter((record) => rulesOf(record).length === 0).length;
  return html`<p>${plural(applied.length, 'object')} ${report.planned ? 'would be copied' : 'were copied'}: ${same} as at the source, ${applied.length - same} changed.
${records.filter(isLeftBehind).length} not copied; ${records.filter(isMadeAgain).length} more the target makes for itself.</p>
${
  byRule.length > 0 &&
  table(
    ['changed by', 'objects'],
    byRule.map(([rule, all]) => [words(rule), String(all.length)]),
  )
}`;
}

type Told = Report['translations'][number] | NonNullable<Report['planned']>[number];

/** The rules that changed an object, each once, but for the one that takes away the server's own fields. */
function rulesOf(record: Told): string[] {
  const all = 'rules' in record ? record.rules : record.changes.map(({ rule }) => rule);
  return [...new Set(all)].filter((rule) => !isPlain(rule));
}
