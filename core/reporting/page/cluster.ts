import type { StepTime } from '../../base/run/step-times.ts';
import type { ReportedCluster } from '../reported-cluster.ts';
import { type Html, html, section, table } from './html.ts';
import { duration } from './timeline.ts';

/** The target cluster that the run made: its parts, how long they took, and how it differs from its blueprint. */
export function cluster(made: ReportedCluster | undefined, steps: StepTime[]): Html {
  if (!made) return html``;
  const byKind = [...Map.groupBy(made.creates, ({ kind }) => kind)];
  const rows = byKind.map(([kind, parts]) => [kind, parts.map(({ name }) => name).join(', ')]);
  return section(
    'The new cluster',
    html`<p><b>${made.name}</b>, Kubernetes ${made.version}, in ${made.zones.join(', ')}. ${verdict(made)}</p>
${table(['what', 'made'], rows)}${times(steps)}`,
  );
}

function verdict({ made }: ReportedCluster): Html {
  if (!made) return html`The run ended before it was ready.`;
  if (made.matchesBlueprint) return html`It is as its blueprint says.`;
  return html`It differs from its blueprint:<ul>${made.differences.map((difference) => html`<li>${difference}</li>`)}</ul>`;
}

/** Those that make it. */
const STEPS = ['make-cluster', 'fill-cluster', 'complete-cluster'];

function times(steps: StepTime[]): Html {
  const parts = steps.filter(({ step }) => STEPS.includes(step));
  if (parts.length === 0) return html``;
  const took = ({ startedAt, endedAt }: StepTime) => duration(Date.parse(endedAt) - Date.parse(startedAt));
  return table(
    ['step', 'took'],
    parts.map((part) => [(part.subject ?? part.step).replaceAll('-', ' '), took(part)]),
  );
}
