import type { Finding, Severity } from '../../../kube/finding.ts';
import { refText } from '../../../kube/kube-object.ts';
import type { Problem } from '../../base/errors.ts';
import type { FailureReport } from '../../base/run/failure.ts';
import { takenBefore } from '../../base/run/origin.ts';
import { brings, givesVolume, strategyOf } from '../../base/strategies.ts';
import type { Kept } from '../../execute/undo/kept.ts';
import { sayNames } from '../../plan/say-names.ts';
import { expectation, keptText } from '../../plan/volumes/say-lineage.ts';
import { wayOf } from '../../plan/volumes/volume-plan.ts';
import { sayMovement } from '../movement.ts';
import type { Report, ReportedVolume } from '../report.ts';
import { sayCompared } from '../say-compared.ts';
import { type Html, html, section, table } from './html.ts';

/** From where to where, when, for whom and by which plan. */
export function about(report: Report): Html {
  const { route, expiresAt, planHash, askedBy } = report;
  const names = sayNames(report);
  return html`<p class="way"><span>${route.source}</span><span><span aria-hidden="true">→</span> ${route.target}</span></p>
${names && html`<p class="quiet">Namespaces: ${names}.</p>`}
${askedBy && html`<p class="quiet">Asked for by ${askedBy}.</p>`}
<p class="quiet">Run ${report.cloneId}, began ${report.startedAt}, ended ${report.endedAt}${expiresAt ? `, is removed after ${expiresAt}` : ''}.</p>
${planHash && html`<p class="quiet">Plan <code>${planHash}</code>.</p>`}`;
}

/** What became of it besides. */
export const notes = (report: Report): Html =>
  html`${approval(report)}${report.capture && html`<p class="note">${report.capture.sentence}</p>`}${report.cutOver && html`<p class="note">${report.cutOver.sentence}</p>${rounds(report.cutOver)}`}${(report.safety ?? []).map(({ sentence }) => html`<p class="note">${sentence}</p>`)}${signedNote(report)}${report.supersededBy && html`<p class="note">Run ${report.supersededBy} has taken its place.</p>`}${removal(report)}`;

/** Of a migration in rounds: what each moved while the source worked on. */
function rounds({ rounds = [] }: NonNullable<Report['cutOver']>): Html | undefined {
  if (rounds.length === 0) return undefined;
  const rows = rounds.map(({ number, bytes, seconds }) => [
    String(number),
    `${(bytes / 2 ** 20).toFixed(1)} MiB`,
    `${Math.round(seconds)} s`,
  ]);
  return table(['Round', 'Moved', 'Time'], rows);
}

function signedNote({ evidence, route, cloneId }: Report): Html {
  if (!evidence) return html``;
  if ('missing' in evidence) return html`<p class="note bad">${evidence.missing}</p>`;
  return html`<p class="note">Its evidence is signed: <code>kubeferry evidence ${route.name} ${cloneId} --out evidence.json</code>, then <code>kubeferry verify-evidence evidence.json</code>.</p>`;
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

export function failures({ failure, rollBackFailure, left, kept = [] }: Report): Html {
  return html`${failure && section('What failed', told(failure), 'failed')}${rollBackFailure && section('What the roll-back left', told(rollBackFailure), 'not-undone')}${left && section('What is left to clean up', told(left), 'left')}${kept.length > 0 && section('What was kept for others', keptList(kept), 'kept')}`;
}

const keptList = (kept: readonly Kept[]): Html =>
  html`<ul>${kept.map(({ at, why }) => html`<li><code>${at}</code>: ${why}</li>`)}</ul>`;

function told({ error, sentence, problems }: FailureReport): Html {
  const isList = problems.length > 1;
  return html`<p class="note bad"><b>${error}</b> ${isList ? withoutProblems(sentence, problems) : sentence}</p>
${isList && html`<ul>${problems.map(({ at, message }) => html`<li>${!message.includes(at) && html`<code>${at}</code> `}${message}</li>`)}</ul>`}`;
}

/** The sentence of several problems has the first of them in it, which the list below it has all. */
function withoutProblems(sentence: string, problems: readonly Problem[]): string {
  const [first, last] = [problems.at(0)?.message ?? '', problems.at(-1)?.message ?? ''];
  const start = sentence.indexOf(first);
  if (start < 0) return sentence;
  const head = sentence.slice(0, start);
  const end = sentence.lastIndexOf(last);
  const tail = end < 0 ? '' : sentence.slice(end + last.length);
  return `${head.slice(0, head.lastIndexOf('. ') + 1) || head}${tail}`;
}

export function volumes({ status, volumes: all }: Report): Html {
  if (all.length === 0) return html`<p class="quiet">None.</p>`;
  return table(
    ['claim', 'way', 'from', 'to', 'moved', 'proof', 'estimate'],
    all.map((volume) => [
      html`<b class="claim">${volume.claim}</b><br>${volume.sizeGiB} GiB ${volume.volumeType}`,
      html`${wayOf(volume)}<br><span class="quiet">${volume.reason}</span>${passed(volume)}`,
      html`<code>${takenBefore(volume.origin)?.snapshotId ?? volume.sourceVolumeId}</code><br><span class="quiet">${takenBefore(volume.origin)?.takenAt ?? volume.sourceZone}</span>`,
      html`<code>${volume.targetVolumeId ?? '–'}</code><br><span class="quiet">${volume.zone}</span>${volume.replaces && html`<br><span class="quiet">replaces <code>${volume.replaces}</code></span>`}`,
      moved(volume),
      status === 'PLANNED' ? 'A plan copies nothing.' : proof(volume),
      html`<span class="cost">$${volume.dollars}</span>`,
    ]),
  );
}

/** What was moved, or is expected to be; and what is kept for the next time. */
function moved(volume: ReportedVolume): Html {
  const { movement, lineage } = volume;
  const said = movement ? sayMovement(movement) : expectation(volume);
  const kept = lineage && html`<br><span class="quiet">${keptText(lineage)}</span>`;
  return html`${said}${movement?.broken && html`<br><span class="quiet">${movement.broken}</span>`}${kept}`;
}

/** Folded: who asks why not otherwise finds it here. */
function passed({ others = [] }: ReportedVolume): Html {
  if (others.length === 0) return html``;
  return html`<details class="quiet"><summary>why not otherwise</summary>${others.map(({ strategy, why }) => html`<p>${strategy}: ${why}.</p>`)}</details>`;
}

function proof({ strategy, targetVolumeId, keeps, compared }: ReportedVolume): string {
  if (keeps !== undefined) return 'Not copied: the claim keeps the data that it had.';
  const { proof: said } = strategyOf(strategy);
  if (!brings({ strategy })) return said;
  if (!targetVolumeId) return 'Not made.';
  if (givesVolume({ strategy })) return said;
  return `${said} ${compared ? `${sayCompared(compared)} ` : ''}Size, type, zone, key and origin are as planned.`;
}

const SEVERITIES: [Severity, string][] = [
  ['blocker', 'Blockers'],
  ['warning', 'Warnings'],
  ['info', 'Good to know'],
];

/** The most severe first; those that say the same of several objects together. What failed the run, or reaches out, has its own section. */
export function findings({ findings: found, failure }: Report): Html {
  const all = found.filter(
    ({ sentence, reachesOut }) => !reachesOut && !failure?.problems.some(({ message }) => message.includes(sentence)),
  );
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
        'not-applied',
      );
}
