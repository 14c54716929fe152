import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { isOver } from '../../core/base/ports/runs.ts';
import type { EventList } from '../../core/serve/api/event-schemas.ts';
import { type Client, type ConnectionFlags, connect } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { printEvents } from '../api/print-events.ts';
import { printFunctionLogs } from '../api/print-function-logs.ts';
import { ofRun, waited } from '../api/wait.ts';
import { say, show, tell } from '../say.ts';
import { withApi } from './with-api.ts';

/** Between two looks at a run under way. */
const PAUSE_MS = 3000;
/** The API has no more in a page. */
const PAGE = '500';

interface Flags extends ConnectionFlags {
  json?: boolean;
  follow?: boolean;
  functions?: boolean;
}

export function addLogs(program: Command): void {
  withApi(program.command('logs'))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the run')
    .description('Show what happened in each step of a run: what it waited for, and why it failed.')
    .option('-f, --follow', 'go on until the run is over; Ctrl-C leaves it running')
    .option('--functions', 'also what its functions have logged, where you may query CloudWatch Logs of the hub')
    .action(logs);
}

async function logs(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const events: EventList['events'] = [];
  const took = (page: EventList) => {
    events.push(...page.events);
    if (!flags.json) show(printEvents(page.events));
  };
  const all = readAll(client, route, id, flags.follow === true, took);
  const last = flags.follow
    ? await waited(all, { ...ofRun(route, id), title: `Following run ${id} on ${route}\n` })
    : await all;
  if (flags.json) say(`${JSON.stringify({ ...last, events }, null, 2)}\n`);
  else if (events.length === 0) tell('Nothing has happened yet.\n');
  if (flags.functions) tell(await printFunctionLogs(flags, id, events));
}

/** Page after page; of one that is followed, until a look after its end has nothing more. */
async function readAll(client: Client, route: string, id: string, follow: boolean, took: (page: EventList) => void) {
  let next: string | undefined;
  for (;;) {
    const query = new URLSearchParams({ limit: PAGE, ...(next ? { next } : {}) });
    const page = await client.send<EventList>({ method: 'GET', path: `${runPath(route, id)}/events?${query}` });
    took(page);
    next = page.next;
    const isDone = !follow || (isOver(page) && page.events.length === 0);
    if (!page.more && isDone) return page;
    if (!page.more) await sleep(isOver(page) ? 0 : PAUSE_MS);
  }
}
