import type { Severity } from '../../../kube/finding.ts';
import { cleanUpCommand, rollBackCommand } from '../../base/run/left.ts';
import type { Report } from '../report.ts';
import { type Html, html, plural } from './html.ts';

type Point = Html | false | undefined;

/** What somebody has to do now, the most urgent first, each once and with where to read more. */
export function toDo(report: Report): Html {
  const points = [...ofFailures(report), ...ofFindings(report), ...ofClone(report)].filter(
    (point) => point instanceof Object,
  );
  return points.length === 0
    ? html`<p class="quiet">Nothing.</p>`
    : html`<ol class="todo">${points.map((point) => html`<li>${point}</li>`)}</ol>`;
}

function ofFailures(report: Report): Point[] {
  const { failure, rollBackFailure, left, kept = [], route, cloneId } = report;
  return [
    failure &&
      html`Fix <a href="#failed">what failed</a>, then start again: <code>kubeferry clone ${route.name} --repeat ${cloneId}</code>`,
    rollBackFailure &&
      html`Remove <a href="#not-undone">what is in the way of the roll-back</a>, then finish it: <code>${rollBackCommand(report)}</code>`,
    left && html`Finish <a href="#left">cleaning up</a>: <code>${cleanUpCommand(report)}</code>`,
    kept.length > 0 &&
      html`Look at <a href="#kept">what was kept for others</a> (${kept.length}); once they have nothing there any more, this removes it: <code>${rollBackCommand(report)}</code>`,
  ];
}

function ofFindings({ findings, failure, results, profile, status }: Report): Point[] {
  const told = findings.filter(({ sentence }) => !failure?.problems.some(({ message }) => message.includes(sentence)));
  const count = (severity: Severity) => told.filter((each) => each.severity === severity && !each.reachesOut).length;
  const [blockers, warnings] = [count('blocker'), count('warning')];
  const reaching = profile === 'migrate' ? 0 : findings.filter(({ reachesOut }) => reachesOut).length;
  const notApplied = results.filter(({ result }) => result === 'failed' || result === 'skipped').length;
  const isGone = status === 'FAILED';
  return [
    blockers > 0 && html`Fix <a href="#findings">${plural(blockers, 'blocker')}</a>.`,
    warnings > 0 && !isGone && html`Look at <a href="#findings">${plural(warnings, 'warning')}</a>.`,
    reaching > 0 &&
      !isGone &&
      html`Decide about <a href="#reach">${plural(reaching, 'way')}</a> by which the clone could still act outside.`,
    notApplied > 0 &&
      !isGone &&
      html`Look at <a href="#not-applied">${plural(notApplied, 'object')}</a> that the target had already, or did not take.`,
  ];
}

function ofClone({ starts = [], safety = [], route, cloneId, expiresAt, removal }: Report): Point[] {
  return [
    starts.length > 0 &&
      html`Start it when you are ready (${plural(starts.length, 'object')}): <code>kubeferry start ${route.name} ${cloneId}</code>`,
    safety.length > 0 &&
      html`Remove ${plural(safety.length, 'snapshot')} from before volumes were handed over once you need no more of it: <code>${safety.map(({ region, snapshotId }) => `aws ec2 delete-snapshot --region ${region} --snapshot-id ${snapshotId}`).join('; ')}</code>`,
    expiresAt !== undefined && !removal && html`Take what you need of it before ${expiresAt}: it is removed then.`,
  ];
}
