import { refText } from '../manifests/kube-object.ts';
import type { Report } from './report.ts';

/** `report.html`: one self-contained page that needs nothing from elsewhere, for a phone and for print. */
export function reportPage(report: Report): string {
  return page(`Clone ${report.cloneId}: ${report.status}`, [
    facts(report),
    report.failure ? section('What failed', `<p class="bad">${text(report.failure.sentence)}</p>`) : '',
    section(
      'Volumes',
      table(
        ['claim', 'way', 'source', 'target', 'zone', 'GiB'],
        report.volumes.map((v) => [
          v.claim,
          v.strategy,
          v.sourceVolumeId,
          v.targetVolumeId ?? '–',
          v.zone,
          String(v.sizeGiB),
        ]),
      ),
    ),
    section(
      'Findings',
      table(
        ['severity', 'object', 'what'],
        report.findings.map((f) => [f.severity, refText(f.object), f.sentence]),
      ),
    ),
    section('Objects', objects(report)),
  ]);
}

function facts({ route, startedAt, endedAt, objects: count, dollars }: Report): string {
  return table(
    ['from', 'to', 'started', 'ended', 'applied', 'dropped', 'estimated cost'],
    [[route.source, route.target, startedAt, endedAt, String(count.applied), String(count.dropped), `$${dollars}`]],
  );
}

function objects({ translations }: Report): string {
  return translations
    .map(({ ref, outcome, reason, changes }) => {
      const rows = changes.map((change) => [
        change.rule,
        change.op,
        change.path,
        short(change.before),
        short(change.after),
      ]);
      const body =
        rows.length > 0
          ? table(['rule', 'op', 'field', 'before', 'after'], rows)
          : `<p>${text(reason ?? 'unchanged')}</p>`;
      return `<details><summary><b>${text(outcome)}</b> ${text(refText(ref))} – ${rows.length} changes</summary>${body}</details>`;
    })
    .join('\n');
}

const short = (value: unknown) => (value === undefined ? '' : JSON.stringify(value).slice(0, 400));

function section(title: string, body: string): string {
  return `<section><h2>${text(title)}</h2>${body}</section>`;
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const cells = (row: string[], tag: string) =>
    `<tr>${row.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function page(title: string, parts: string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title><style>${STYLE}</style></head>
<body><h1>${text(title)}</h1>
${parts.join('\n')}
</body></html>
`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap}summary{cursor:pointer;padding:.2rem 0}.bad{color:#a40e26}
@media print{details{display:block}details>*{display:block}}`;
