import type { Finding, Severity } from '../../manifests/finding.ts';
import { refText } from '../../manifests/kube-object.ts';
import type { FailureReport } from '../failure.ts';
import type { Report, ReportedVolume } from '../report.ts';
import { type Html, html, plural, section, table } from './html.ts';

/** What a person wants to know first. */
export function summary(report: Report): Html {
  const { objects, volumes } = report;
  const gibibytes = volumes.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);
  const card = (value: string | number, label: string) => html`<div><b>${value}</b><span>${label}</span></div>`;
  return html`<p class="way"><span>${report.route.source}</span><span aria-hidden="true">→</span><span>${report.route.target}</span></p>
<div class="cards">${[
    card(objects.applied, 'objects in the target'),
    card(
      volumes.filter(({ targetVolumeId }) => targetVolumeId).length,
      `of ${plural(volumes.length, 'volume')} copied`,
    ),
    card(`${gibibytes} GiB`, 'size of the volumes'),
    card(objects.dropped + objects.blocked, 'objects left behind'),
    report.cost ? card(`$${report.cost.recorded}`, 'recorded cost') : card(`$${report.dollars}`, 'estimated cost'),
  ]}</div>
<p class="quiet">Run ${report.cloneId}, began ${report.startedAt}${report.expiresAt ? `, is removed after ${report.expiresAt}` : ''}.
${report.planHash && html`Plan <code>${report.planHash.slice(0, 12)}</code>.`}</p>
${approval(report)}${report.notDue && html`<p class="note">${report.notDue}</p>`}${report.supersededBy && html`<p class="note">Run ${report.supersededBy} has taken its place.</p>`}${removal(report)}`;
}

function approval({ approval }: Report): Html {
  if (!approval) return html``;
  const { by, at, planHash, reason } = approval;
  return html`<p class="note">Approved by <code>${by}</code> at ${at}: plan <code>${planHash.slice(0, 12)}</code>.${reason && html` ${reason}`}</p>`;
}

function removal({ removal }: Report): Html {
  if (!removal) return html``;
  if (removal.left === '') return html`<p class="note">Removed at ${removal.at}: its time to live was over.</p>`;
  return html`<p class="note bad">Its time to live is over, but at ${removal.at} something was left: ${removal.left}</p>`;
}

export function failures({ failure, rollBackFailure }: Report): Html {
  const told = ({
    error,
    sentence,
    problems,
  }: FailureReport) => html`<p class="note bad"><b>${error}</b> ${sentence}</p>
${problems.length > 1 && html`<ul>${problems.map(({ at, message }) => html`<li><code>${at}</code> ${message}</li>`)}</ul>`}`;
  return html`${failure && section('What failed', told(failure))}${rollBackFailure && section('What the roll-back left', told(rollBackFailure))}`;
}

export function volumes(all: ReportedVolume[]): Html {
  if (all.length === 0) return html`<p class="quiet">None.</p>`;
  return table(
    ['claim', 'way', 'from', 'to', 'proof', 'cost'],
    all.map((volume) => [
      html`<b>${volume.claim}</b><br>${volume.sizeGiB} GiB ${volume.volumeType}`,
      html`${volume.strategy}<br><span class="quiet">${volume.reason}</span>`,
      html`<code>${volume.sourceVolumeId}</code><br><span class="quiet">${volume.sourceZone}</span>`,
      html`<code>${volume.targetVolumeId ?? '–'}</code><br><span class="quiet">${volume.zone}</span>${volume.replaces && html`<br><span class="quiet">for <code>${volume.replaces}</code></span>`}`,
      proof(volume),
      html`<span class="cost">$${volume.dollars}</span>`,
    ]),
  );
}

function proof({ strategy, targetVolumeId }: ReportedVolume): string {
  if (strategy === 'skip') return 'Its data stays at the source, as asked.';
  if (!targetVolumeId) return 'Not made.';
  const asPlanned = 'Size, type, zone, key and origin are as planned.';
  return strategy === 'copy-blocks'
    ? `Each block has its SHA-256, and EBS has sealed the snapshot with the checksum of all of them. ${asPlanned}`
    : `EBS copied the snapshot whole. ${asPlanned}`;
}

const SEVERITIES: [Severity, string][] = [
  ['blocker', 'Blockers'],
  ['warning', 'Warnings'],
  ['info', 'Good to know'],
];

/** The most severe first; those that say the same of several objects together. */
export function findings(all: Finding[]): Html {
  if (all.length === 0) return html`<p class="quiet">None.</p>`;
  return html`${SEVERITIES.map(([severity, title]) => {
    const some = all.filter((finding) => finding.severity === severity);
    if (some.length === 0) return html``;
    const same = [...Map.groupBy(some, ({ sentence }) => sentence)];
    return html`<h3 class="${severity}">${title}</h3><ul class="findings">${same.map(
      ([sentence, of]) =>
        html`<li>${sentence} <span class="quiet">${of.map(({ object }) => refText(object)).join(', ')}</span>${toPaste(of)}</li>`,
    )}</ul>`;
  })}`;
}

/** A whole document, such as a trust policy, that the sentence asks somebody to paste. */
function toPaste([finding]: Finding[]): Html {
  const { proposed } = finding!;
  const isDocument = typeof proposed === 'object' && proposed !== null && !Array.isArray(proposed);
  return isDocument ? html`<pre>${JSON.stringify(proposed, null, 2)}</pre>` : html``;
}

/** Objects that the target did not take, or that were there already. */
export function notApplied({ results }: Report): Html {
  const rows = results.filter(({ result }) => result === 'failed' || result === 'skipped');
  return rows.length === 0
    ? html``
    : section(
        'Not applied',
        table(
          ['object', 'result', 'why'],
          rows.map(({ ref, result = '', reason = '' }) => [refText(ref), result, reason]),
        ),
      );
}
