import type { MaskedBy } from '../../execute/masking/settle-masking.ts';
import { sayMaskingTime } from '../../plan/masking/say-masking.ts';
import type { Report } from '../report.ts';
import { type Html, html, section, table } from './html.ts';

/** Which Jobs have masked which claims, how long each took, and how it ended. */
export function masking({ masking: found }: Report): Html {
  if (!found) return html``;
  return section(
    'Masking',
    table(
      ['job', 'claims', 'image', 'outcome', 'took'],
      found.jobs.map((job) => [
        html`<b>${job.name}</b><br><code>${job.job}</code>`,
        job.claims.join(', '),
        html`<code>${job.image}</code>`,
        outcome(job),
        job.seconds === undefined ? '–' : sayMaskingTime(job.seconds),
      ]),
    ),
    'masking',
  );
}

function outcome({ outcome: said, exitCode, reason }: MaskedBy): Html {
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  return html`${said}${code}${reason && html`<br><span class="quiet">${reason}</span>`}`;
}
