import type { Command } from 'commander';
import type { LineageView } from '../../core/serve/api/lineage-schemas.ts';
import { type Client, type ConnectionFlags, connect, type Run } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { printEnd, printReport, printRun, type Report } from '../api/print.ts';
import { printLineages } from '../api/print-lineages.ts';
import { type ListedRun, printRuns } from '../api/print-runs.ts';
import { printStarts } from '../api/print-starts.ts';
import { printStopped } from '../api/print-stopped.ts';
import { watched } from '../api/wait.ts';
import { openPage, pageOf } from '../report-page.ts';
import { say } from '../say.ts';
import { table } from '../table.ts';
import { addAfterwards } from './afterwards.ts';
import { print, throwUnlessDone } from './start-run.ts';
import { withApi } from './with-api.ts';

const LARGEST_PAGE = 100;

interface Flags extends ConnectionFlags {
  json?: boolean;
  watch?: boolean;
  wait?: boolean;
}

export function addRuns(program: Command): void {
  const ofRoute = (name: string, description: string) =>
    withApi(program.command(name)).argument('<route>', 'name of the route').description(description);
  const ofRun = (name: string, description: string) => ofRoute(name, description).argument('<id>', 'id of the run');

  ofRun('status', 'Show the status of a run: its steps with their times, how far each volume is, and why it failed.')
    .option('--watch', 'wait until it is over; Ctrl-C leaves it running')
    .action(status);
  ofRoute('list', 'List the runs of a route, the latest first.')
    .option('--status <name>', 'only RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED')
    .option('--limit <number>', 'how many', '20')
    .action(list);
  ofRoute(
    'lineages',
    'List the snapshots that a route keeps, so that its next clones move only what has changed.',
  ).action(lineages);
  ofRun('report', "Show a run's report: what moved, what was changed, and what was left behind.")
    .option('--html', 'write it as one page of HTML on standard output')
    .option('--open', 'open that page in the browser')
    .action(report);
  ofRun('start', 'Write the kubectl commands that start a clone which waits, scaled down.').action(start);
  ofRun('stop', 'Stop a run; nothing is rolled back.').action(stop);
  ofRun('retry', 'Resume a run that was stopped, and wait until it is over.')
    .option('--no-wait', 'only start it')
    .action(retry);
  addAfterwards(ofRun);
  withApi(program.command('routes'))
    .argument('[route]', 'only this one; all need a right of their own')
    .description('Show the routes.')
    .action(routes);
}

const get = (client: Client, route: string, id: string) =>
  client.send<Run>({ method: 'GET', path: runPath(route, id) });

async function status(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const run = flags.watch ? await watched(client, route, id) : await get(client, route, id);
  print(flags, run, flags.watch ? printEnd(run) : printRun(run));
  if (flags.watch) throwUnlessDone(run);
}

/** As many as the limit says: of several pages where one cannot hold them, and with where the next one begins. */
async function list(route: string, flags: Flags & { status?: string; limit: string }): Promise<void> {
  const client = connect(flags);
  const clones: ListedRun[] = [];
  let next: string | undefined;
  do {
    const page = { ...(flags.status ? { status: flags.status } : {}), ...(next ? { next } : {}) };
    const query = new URLSearchParams({ limit: pageSize(flags.limit, clones.length), ...page });
    const answer = await client.send<{ clones: ListedRun[]; next?: string }>({
      method: 'GET',
      path: `${runPath(route)}?${query}`,
    });
    clones.push(...answer.clones);
    next = answer.next;
  } while (next && clones.length < Number(flags.limit));
  print(flags, { clones, ...(next ? { next } : {}) }, printRuns(clones, next !== undefined, client.now()));
}

async function lineages(route: string, flags: Flags): Promise<void> {
  const path = `/routes/${encodeURIComponent(route)}/lineages`;
  const answer = await connect(flags).send<{ lineages: LineageView[] }>({ method: 'GET', path });
  print(flags, answer, printLineages(answer.lineages));
}

/** The API has at most 100 runs in a page; of what is no number it says so itself. */
const pageSize = (limit: string, read: number) =>
  Number(limit) > LARGEST_PAGE || read > 0 ? String(Math.min(Number(limit) - read, LARGEST_PAGE)) : limit;

async function report(route: string, id: string, flags: Flags & { html?: boolean; open?: boolean }): Promise<void> {
  const client = connect(flags);
  const answer = await client.send<Report>({ method: 'GET', path: `${runPath(route, id)}/report` });
  if (!flags.open && !flags.html) return print(flags, answer, printReport(answer));
  const page = await pageOf(client, route, id, answer);
  if (flags.open) openPage(page, id);
  else say(page);
}

/** A script, so that whoever may change the target looks at it and runs it with their own rights. */
async function start(route: string, id: string, flags: Flags): Promise<void> {
  const { starts = [], route: names } = await connect(flags).send<Report>({
    method: 'GET',
    path: `${runPath(route, id)}/report`,
  });
  print(flags, starts, printStarts(starts, names?.target ?? 'the target cluster'));
}

async function stop(route: string, id: string, flags: Flags): Promise<void> {
  const answer = await connect(flags).send<Run>({ method: 'POST', path: `${runPath(route, id)}/stop` });
  print(flags, answer, printStopped(answer));
}

async function retry(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const answer = await client.send<Run>({ method: 'POST', path: `${runPath(route, id)}/retry` });
  if (!flags.wait) return print(flags, answer, `${id}: ${answer.status}\n`);
  const run = await watched(client, route, id);
  print(flags, run, printEnd(run));
  throwUnlessDone(run);
}

interface Shown {
  name: string;
  source: Place;
  target: Place;
}
interface Place {
  account: string;
  region: string;
  cluster: string;
}

async function routes(route: string | undefined, flags: Flags): Promise<void> {
  const client = connect(flags);
  const path = route ? `/routes/${encodeURIComponent(route)}` : '/routes';
  const answer = await client.send<Shown & { routes?: Shown[] }>({ method: 'GET', path });
  const end = ({ cluster, account, region }: Place) => `${cluster} in ${account}, ${region}`;
  const rows = (answer.routes ?? [answer]).map(({ name, source, target }) => [name, end(source), end(target)]);
  print(flags, answer, `${table(['route', 'from', 'to'], rows)}\n`);
}
