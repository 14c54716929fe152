import { givesVolume } from '../../core/base/strategies.ts';
import { CommandEnd } from '../exit-codes.ts';
import type { Client, Run } from './client.ts';
import { runPath } from './follow.ts';
import type { Report } from './print.ts';
import { spanOf } from './volume-lines.ts';

/** What a person wants to know at the end of a clone, and what there is to do next. Who may not read reports gets less. */
export async function closingLines(client: Client, run: Run): Promise<string> {
  const { route, id, status } = run;
  if (status !== 'SUCCEEDED')
    return [`  why: kubeferry report ${route} ${id}`, `  again: kubeferry clone ${route} --repeat ${id}`, ''].join(
      '\n',
    );
  const report = await client
    .send<Report>({ method: 'GET', path: `${runPath(route, id)}/report` })
    .catch((error: unknown) => {
      if (error instanceof CommandEnd) return undefined;
      throw error;
    });
  return [
    ...(report ? [`  ${figures(run, report).join(', ')}`] : []),
    `  report: kubeferry report ${route} ${id}`,
    `  undo:   kubeferry rollback ${route} ${id}`,
    '',
  ].join('\n');
}

function figures({ startedAt, endedAt }: Run, { objects, volumes, findings, cost, dollars = 0 }: Report): string[] {
  const seconds = endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : Number.NaN;
  const made = volumes.filter(({ targetVolumeId, keeps }) => targetVolumeId && keeps === undefined);
  const handedOver = made.filter(givesVolume).length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return [
    ...(seconds >= 0 ? [`in ${spanOf(seconds)}`] : []),
    counted(objects.applied ?? 0, 'object'),
    counted(made.length - handedOver, 'copied volume'),
    ...(handedOver > 0 ? [`${handedOver} handed over`] : []),
    counted(warnings, 'warning'),
    cost ? `$${cost.recorded}` : `about $${dollars}`,
  ];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
