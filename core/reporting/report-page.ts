import { createHash } from 'node:crypto';
import { changes } from './page/changes.ts';
import { cluster } from './page/cluster.ts';
import { cost } from './page/cost.ts';
import { figures } from './page/figures.ts';
import { Html, html, section } from './page/html.ts';
import { masking } from './page/masking.ts';
import { changedObjects, leftBehind, plannedObjects } from './page/objects.ts';
import { owners } from './page/owners.ts';
import { reach } from './page/reach.ts';
import { about, failures, findings, notApplied, notes, volumes } from './page/sections.ts';
import { STYLE } from './page/style.ts';
import { timeline } from './page/timeline.ts';
import { toDo } from './page/to-do.ts';
import { verdict } from './page/verdict.ts';
import type { Report } from './report.ts';

/** Nothing is loaded, run, framed or sent, whatever came into the page; of styles only the page's own. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * `report.html`: one self-contained page that needs nothing from elsewhere, for a phone, a screen and paper. It holds no
 * Secret value, and no password. Its Content-Security-Policy lets nothing else in.
 */
export function reportPage(report: Report): string {
  const { route, status, cloneId } = report;
  const title = `${route.name}: ${cloneId}`;
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<title>${title}: ${status}</title><style>${new Html(STYLE)}</style></head>
<body><h1>${title} <span class="badge ${status}">${status}</span></h1>
${verdict(report)}
${report.planHash && figures(report)}
${about(report)}
${notes(report)}
${section('What there is to do', toDo(report))}
${failures(report)}
${report.planHash ? whatMoved(report) : html`<p class="quiet">There was no plan, so nothing is known of objects and volumes.</p>`}
${cluster(report.cluster, report.steps ?? [])}
${section('Timeline', timeline(report.steps ?? []))}
${cost(report.cost)}
</body></html>`;
  return `<!doctype html>\n${page.code}\n`;
}

const whatMoved = (report: Report) => html`${section('What has changed on the way', changes(report))}
${section('Volumes', volumes(report))}
${masking(report)}
${section('Findings', findings(report), 'findings')}
${reach(report)}
${notApplied(report)}
${owners(report)}
${section('What is left behind', leftBehind(report.planned ?? report.translations))}
${section('Objects, and what is changed', report.planned ? plannedObjects(report.planned) : changedObjects(report.translations))}`;
