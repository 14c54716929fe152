import type { Command } from 'commander';
import type { NamespaceView, WorkloadsView } from '../../core/serve/survey/survey-schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { badInput } from '../exit-codes.ts';
import { table } from '../table.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  search?: string;
  limit: string;
  fresh?: boolean;
}

export function addWorkloads(program: Command): void {
  withApi(program.command('workloads'))
    .argument('<route>', 'name of the route')
    .description('List what the source of a route has: namespaces with their workloads and volumes.')
    .option('--search <text>', 'only namespaces in whose name, or in a workload of which, this is')
    .option('--limit <number>', 'how many namespaces', '100')
    .option('--fresh', 'look again, though there was a look within ten minutes')
    .action(workloads);
}

const LARGEST_PAGE = 500;

async function workloads(route: string, flags: Flags): Promise<void> {
  const { search, limit, fresh } = flags;
  if (!/^[1-9]\d*$/.test(limit) || Number(limit) > LARGEST_PAGE)
    throw badInput([`--limit ${limit}: write a number from 1 to ${LARGEST_PAGE}.`]);
  const query = new URLSearchParams({ limit, ...(search ? { q: search } : {}), ...(fresh ? { fresh: '1' } : {}) });
  const path = `/routes/${encodeURIComponent(route)}/workloads?${query}`;
  const view = await connect(flags).send<WorkloadsView>({ method: 'GET', path });
  print(flags, view, printWorkloads(view));
}

const TARGETS = {
  there: 'is there',
  missing: 'does not exist',
  'in-making': 'is being made',
  unknown: 'could not be looked at',
};

function printWorkloads(view: WorkloadsView): string {
  const { source, target, takenAt, namespaces, total, partial } = view;
  const { version, state, why } = target;
  const lines = [
    `Source ${source.cluster}, Kubernetes ${source.version}, as of ${takenAt}. The target ${TARGETS[state]}${version ? `, Kubernetes ${version}` : ''}.`,
    ...(why ? [why] : []),
    '',
    namespaces.length > 0
      ? table(['namespace', 'workloads', 'objects', 'volumes', 'GiB', ''], namespaces.map(rowOf))
      : 'No namespace matches.',
    ...(namespaces.length < total ? [`${namespaces.length} of ${total}; --limit and --search show others.`] : []),
    ...(partial ? ['There was no time to count the objects of every kind.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const rowOf = ({ name, workloads: all, objects, claims, gibibytes, allowed }: NamespaceView) => [
  name,
  all.map((each) => each.name).join(' '),
  objects === undefined ? '?' : String(objects),
  String(claims.filter(({ copied }) => copied).length),
  String(gibibytes),
  allowed ? '' : 'beyond the limits of the route',
];
