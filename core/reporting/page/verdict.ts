import { givesVolume } from '../../base/strategies.ts';
import type { Report, ReportedVolume } from '../report.ts';
import { broughtVolumes } from './figures.ts';
import { type Html, html, plural } from './html.ts';

/** The first question of whoever opens the page: did it arrive? */
export function verdict(report: Report): Html {
  const { status } = report;
  const text = status === 'FAILED' ? failed(report) : status === 'PLANNED' ? planned(report) : ended(report);
  return html`<p class="verdict ${status}">${text}</p>`;
}

function ended({ status, route, objects, notDue, ...report }: Report): string {
  if (status === 'SKIPPED')
    return `Nothing was cloned, and nothing had to be: ${notDue ?? 'another run had its scheduled time.'}`;
  const brought = broughtVolumes(report);
  const copied = brought.length;
  const data = copied > 0 ? ` and ${plural(copied, 'volume')} with ${copied === 1 ? 'its' : 'their'} data` : '';
  const are = objects.applied === 1 && copied === 0 ? 'is' : 'are';
  return `It arrived: ${plural(objects.applied, 'object')}${data} ${are} in ${route.target}, verified against the plan.${sourceLacks(brought)}`;
}

/** What was handed over is in the target alone. */
function sourceLacks(brought: readonly ReportedVolume[]): string {
  const handed = brought.filter(givesVolume).length;
  if (handed === 0) return '';
  const which = handed === brought.length ? 'The data is' : `The data of ${handed} of these is`;
  return ` ${which} on the very ${handed === 1 ? 'volume' : 'volumes'} of the source, which has no other copy of it.`;
}

function planned({ findings }: Report): string {
  const blockers = findings.filter(({ severity }) => severity === 'blocker').length;
  return blockers > 0
    ? `A clone would be refused, for ${plural(blockers, 'blocker')}. The plan changed nothing.`
    : 'A clone can be made. The plan changed nothing.';
}

function failed({ planHash, rollBackFailure, kept = [], results }: Report): string {
  if (rollBackFailure) return 'It did not arrive, and something of it is left: its roll-back is incomplete.';
  if (!planHash) return 'It did not arrive: the run ended before there was a plan.';
  if (kept.length > 0)
    return 'It did not arrive. What the run had made is gone again, but for what holds things of others.';
  return results.length === 0
    ? 'It did not arrive: the run ended before anything was made in the target.'
    : 'It did not arrive. What the run had made in the target is gone again.';
}
