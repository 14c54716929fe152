import type { Command } from 'commander';
import { type Client, connect } from '../api/client.ts';
import { printSchedule, printSchedules } from '../api/print-schedules.ts';
import { bodyWith, type ScheduleFlags, type ShownSchedule, writable } from '../api/schedule-flags.ts';
import { begin, print, type StartFlags } from './start-run.ts';
import { withApi } from './with-api.ts';
import { withRequest } from './with-request.ts';

export function addSchedules(program: Command): void {
  const schedule = program.command('schedule').description('Keep the schedules of a route: clones at set times.');
  const ofRoute = (name: string, description: string) =>
    withApi(schedule.command(name)).argument('<route>', 'name of the route').description(description);
  const named = (name: string, description: string) =>
    ofRoute(name, description).argument('<name>', 'name of the schedule');
  const written = (name: string, description: string) =>
    withRequest(named(name, description))
      .option('--expression <text>', "when: 'cron(0 2 * * ? *)', 'rate(12 hours)' or 'at(2026-12-24T18:00:00)'")
      .option('--time-zone <name>', 'of the expression, such as Europe/Berlin; UTC when left out')
      .option('--window <minutes>', 'start at any moment within so many minutes after the time; 0 for none')
      .option('--overlap <name>', 'what becomes of a time that meets the run before it: skip, queue or replace')
      .option('--ttl <time>', 'remove each clone completely after a time such as 12h or 3d');

  ofRoute('list', 'List the schedules of a route, with how each ended last and when it comes next.').action(list);
  named('show', 'Show a schedule: its next times, and its last runs.').action(show);
  written('create', 'Make a schedule.').option('--paused', 'its times pass until it is resumed').action(create);
  written('update', 'Change a schedule; what no flag names stays as it is.').action(update);
  named('run', 'Start now what a schedule starts at its times, and wait until it is over; Ctrl-C leaves it running.')
    .option('--no-wait', 'start it and print its id')
    .action(run);
  named('delete', 'Delete a schedule; runs that it has started go on.').action(remove);
  named('pause', 'Pause a schedule: it starts nothing until it is resumed.').action((route, name, flags) =>
    enable(route, name, flags, false),
  );
  named('resume', 'Resume a paused schedule.').action((route, name, flags) => enable(route, name, flags, true));
}

const pathOf = (route: string, name = '') =>
  `/routes/${encodeURIComponent(route)}/schedules${name ? `/${encodeURIComponent(name)}` : ''}`;

const get = (client: Client, route: string, name: string) =>
  client.send<ShownSchedule>({ method: 'GET', path: pathOf(route, name) });

const put = (client: Client, route: string, name: string, body: unknown) =>
  client.send<ShownSchedule>({ method: 'PUT', path: pathOf(route, name), body });

/** All pages. */
async function list(route: string, flags: ScheduleFlags): Promise<void> {
  const client = connect(flags);
  const schedules: ShownSchedule[] = [];
  let next: string | undefined;
  do {
    const path = `${pathOf(route)}${next ? `?${new URLSearchParams({ next })}` : ''}`;
    const page = await client.send<{ schedules: ShownSchedule[]; next?: string }>({ method: 'GET', path });
    schedules.push(...page.schedules);
    next = page.next;
  } while (next);
  print(flags, { schedules }, printSchedules(schedules));
}

async function show(route: string, name: string, flags: ScheduleFlags): Promise<void> {
  const answer = await get(connect(flags), route, name);
  print(flags, answer, printSchedule(answer));
}

async function create(route: string, name: string, flags: ScheduleFlags): Promise<void> {
  const body = { ...bodyWith(flags, {}), name, ...(flags.paused ? { enabled: false } : {}) };
  const answer = await connect(flags).send<ShownSchedule>({ method: 'POST', path: pathOf(route), body });
  print(flags, answer, printSchedule(answer));
}

/** With the rights of whoever asks, beside the schedule: its next time comes all the same. */
async function run(route: string, name: string, flags: ScheduleFlags & StartFlags): Promise<void> {
  const client = connect(flags);
  const { mode, ...body } = (await get(client, route, name)).request;
  await begin({ client, mode: mode === 'plan' ? 'plan' : 'clone', route, body }, flags);
}

async function update(route: string, name: string, flags: ScheduleFlags): Promise<void> {
  const client = connect(flags);
  const answer = await put(client, route, name, bodyWith(flags, writable(await get(client, route, name))));
  print(flags, answer, printSchedule(answer));
}

async function enable(route: string, name: string, flags: ScheduleFlags, enabled: boolean): Promise<void> {
  const client = connect(flags);
  const answer = await put(client, route, name, { ...writable(await get(client, route, name)), enabled });
  print(flags, answer, printSchedule(answer));
}

async function remove(route: string, name: string, flags: ScheduleFlags): Promise<void> {
  await connect(flags).send<unknown>({ method: 'DELETE', path: pathOf(route, name) });
  print(flags, { name, route, deleted: true }, `${name}: deleted\n`);
}
