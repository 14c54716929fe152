import type { CostReport } from '../cost/cost-report.ts';
import { type Html, html, section, table } from './html.ts';

/** What the run has cost beside what was expected of it. */
export function cost(report: CostReport | undefined): Html {
  if (!report) return html``;
  const { planned, expected, recorded, deviationPercent, parts } = report;
  const rows = parts.map((part) => [NAMES[part.name] ?? part.name, dollars(part.expected), dollars(part.recorded)]);
  return section(
    'Cost',
    html`<p>The plan said ${dollars(planned)}, from what it knew of the volumes. With the data that was to be moved,
and with the waits that there were, ${dollars(expected)} was to be expected; ${dollars(recorded)} was recorded: ${off(deviationPercent)}.</p>
${table(['what', 'expected', 'recorded'], rows)}
<p class="quiet">${quantities(report)}. List prices of us-east-1, without taxes and free tiers, and without what stays: the
volumes in the target, and a cluster that was made.</p>`,
  );
}

const NAMES: Partial<Record<string, string>> = {
  transfer: 'transfer between Regions, and out of AWS',
  snapshots: 'snapshots, until they were removed',
  blocks: 'blocks read and written through EBS',
  'control plane': 'state machines, functions and records',
};

const dollars = (amount: number) => `$${amount.toFixed(4)}`;

function off(percent: number): string {
  if (percent === 0) return 'as expected';
  return percent > 0 ? `${percent} % more` : `${-percent} % less`;
}

function quantities({ usage }: CostReport): string {
  const { transferGiB, internetGiB, snapshotGiBHours, blocksRead, blocksWritten, transitions, functionCalls } = usage;
  return [
    `${transferGiB.toFixed(2)} GiB between Regions`,
    ...(internetGiB > 0 ? [`${internetGiB.toFixed(2)} GiB out of AWS`] : []),
    `${snapshotGiBHours.toFixed(2)} GiB-hours of snapshots`,
    `${blocksRead} blocks read and ${blocksWritten} written`,
    `${transitions} state transitions`,
    `${functionCalls} calls of functions with ${usage.functionGiBSeconds.toFixed(1)} GiB-seconds`,
    `${usage.recordsWritten + usage.recordsRead} requests for records`,
  ].join(', ');
}
