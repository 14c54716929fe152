import type { Finding } from '../../../kube/finding.ts';
import { refText } from '../../../kube/kube-object.ts';
import type { Report } from '../report.ts';
import { type Html, html, plural, section } from './html.ts';

/** Through what a clone could still act outside of its cluster; a migration is to act as its source did. */
export function reach({ findings, profile }: Pick<Report, 'findings' | 'profile'>): Html {
  const found = findings.filter(({ reachesOut }) => reachesOut);
  if (profile === 'migrate' && found.length === 0) return html``;
  const body =
    found.length === 0
      ? html`<p class="quiet">Nothing that is known. Images may call what no manifest names; a request with <code>isolate</code> holds them.</p>`
      : html`<p class="quiet">${plural(found.length, 'way')} out, by object. <code>isolate</code> closes them, <code>start: scaled-down</code> leaves the time to change them.</p><ul class="findings">${[...Map.groupBy(found, ({ object }) => refText(object))].map(ofObject)}</ul>`;
  return section('Could still reach out', body, 'reach');
}

const ofObject = ([name, found]: [string, Finding[]]) =>
  html`<li><b>${name}</b><ul>${found.map(({ sentence, path }) => html`<li>${sentence} ${path && html`<code>${path}</code>`}</li>`)}</ul></li>`;
