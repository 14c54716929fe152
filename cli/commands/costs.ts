import type { Command } from 'commander';
import type { CostsView } from '../../core/serve/api/cost-schemas.ts';
import type { RouteSummary } from '../../core/serve/api/summary-schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { badInput } from '../exit-codes.ts';
import { table } from '../table.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  months: string;
}

export function addCosts(program: Command): void {
  withApi(program.command('summary'))
    .argument('<route>', 'name of the route')
    .description('Say how a route stands: what runs, waits and has failed, what runs next, and the cost of this month.')
    .action(summary);
  withApi(program.command('costs'))
    .argument('<route>', 'name of the route')
    .description('Say by month what clones and captures of a route have cost, by what their functions have recorded.')
    .option('--months <number>', 'how many, with the one that is under way', '6')
    .action(costs);
}

const MOST_MONTHS = 13;

async function costs(route: string, flags: Flags): Promise<void> {
  const { months } = flags;
  if (!/^\d+$/.test(months) || Number(months) < 1 || Number(months) > MOST_MONTHS)
    throw badInput([`--months ${months}: write a number from 1 to ${MOST_MONTHS}.`]);
  const path = `/routes/${encodeURIComponent(route)}/costs?months=${months}`;
  const view = await connect(flags).send<CostsView>({ method: 'GET', path });
  print(flags, view, printCosts(view));
}

const dollars = (amount: number) => `$${amount.toFixed(2)}`;

function printCosts({ months }: CostsView): string {
  const rows = months.map(({ month, clones, failed, dollars: sum }) => [
    month,
    String(clones),
    String(failed),
    dollars(sum),
  ]);
  return `${table(['month', 'succeeded', 'failed', 'dollars'], rows)}\nWhat stays in the target costs besides, until it is removed.\n`;
}

async function summary(route: string, flags: ConnectionFlags & { json?: boolean }): Promise<void> {
  const path = `/routes/${encodeURIComponent(route)}/summary`;
  const view = await connect(flags).send<RouteSummary>({ method: 'GET', path });
  print(flags, view, printSummary(view));
}

function printSummary({ running, waiting, failedThisWeek, last, next, month }: RouteSummary): string {
  const lines = [
    `running     ${running}`,
    ...(waiting.length > 0 ? [`waits       ${waiting.join(', ')}, for an approval`] : []),
    `failed      ${failedThisWeek} in the last 7 days`,
    `last        ${last ? `${last.id}: ${last.status} ${last.endedAt}` : 'none'}`,
    `next        ${next ? `${next.schedule} at ${next.at}` : 'nothing by itself'}`,
    `this month  ${month.clones} succeeded, ${dollars(month.dollars)}`,
  ];
  return `${lines.join('\n')}\n`;
}
