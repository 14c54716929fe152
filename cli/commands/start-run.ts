import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { isOver } from '../../core/base/ports/runs.ts';
import { type Client, type ConnectionFlags, connect, type Plan, type Run } from '../api/client.ts';
import { closingLines } from '../api/closing.ts';
import { confirmedHash } from '../api/confirm.ts';
import { poll } from '../api/follow.ts';
import type { ObjectFlags } from '../api/objects.ts';
import { printEnd } from '../api/print.ts';
import { requestOfRun } from '../api/repeat.ts';
import { type RequestFlags, requestOf } from '../api/request-flags.ts';
import { tellObjects } from '../api/tell-objects.ts';
import { ofRun, waited, watched } from '../api/wait.ts';
import { saysYes } from '../ask.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { say, show, tell } from '../say.ts';
import { checkOut, type OutFlags } from '../translate/write-planned.ts';
import { withApi } from './with-api.ts';
import { withObjects } from './with-objects.ts';
import { withOut } from './with-out.ts';
import { withRequest } from './with-request.ts';

export interface StartFlags extends ObjectFlags, OutFlags {
  idempotencyKey?: string;
  wait: boolean;
  json?: boolean;
  details?: boolean;
}

interface Flags extends RequestFlags, ConnectionFlags, StartFlags {
  repeat?: string;
  dryRun?: boolean;
  yes?: boolean;
}

export function addStartRun(program: Command): void {
  const add = (name: 'plan' | 'clone', description: string) =>
    withRequest(withApi(program.command(name)))
      .argument('<route>', 'name of the route')
      .description(description)
      .option('--repeat <id>', 'the request of an earlier run, with what other flags say over it')
      .option('--idempotency-key <text>', 'sent again with the same request, it is the same run')
      .option('--no-wait', 'start it and print its id');
  withOut(withObjects(add('plan', 'Plan a clone: changes nothing, and says everything that a clone would do.'))).action(
    (route: string, flags: Flags) => start('plan', route, flags),
  );
  add('clone', 'Clone along a route, and wait until it is over; Ctrl-C leaves it running.')
    .option('--ttl <time>', 'remove the clone completely after a time such as 12h or 3d')
    .option('--plan-hash <hash>', 'run only if the plan comes out as this one; on a terminal, it asks nothing then')
    .option('--dry-run', 'only plan it, as kubeferry plan does')
    .option('--details', 'of a dry run, tell everything of every object')
    .option('-y, --yes', 'on a terminal, do not show the plan and ask first')
    .option('--approval', 'wait after the plan until somebody approves it')
    .action((route: string, flags: Flags) => start(flags.dryRun ? 'plan' : 'clone', route, flags));
}

async function start(mode: 'plan' | 'clone', route: string, flags: Flags): Promise<void> {
  checkOut(flags);
  const client = connect(flags);
  const before = flags.repeat ? await requestOfRun(client, route, flags.repeat, flags.request) : {};
  const body = requestOf(flags, before);
  const hash =
    mode === 'clone' && isAsked(flags, body)
      ? await confirmedHash(client, { route, body }, { ask: saysYes, tell })
      : undefined;
  await begin({ client, mode, route, body: hash ? { ...body, planHash: hash } : body }, flags);
}

/** A person at a terminal is asked; a pipeline, and whoever has a plan's hash, has looked already. */
const isAsked = ({ yes, json, wait }: Flags, { planHash }: Record<string, unknown>) =>
  process.stdin.isTTY && process.stderr.isTTY && !yes && !json && wait && planHash === undefined;

interface Begun {
  client: Client;
  mode: 'plan' | 'clone' | 'capture';
  route: string;
  body: unknown;
}

/** Starts it, waits until it is over unless that is not wanted, and ends the command as the run ended. */
export async function begin({ client, mode, route, body }: Begun, flags: StartFlags): Promise<void> {
  const path = `/routes/${encodeURIComponent(route)}/${mode}s`;
  const headers = { 'idempotency-key': flags.idempotencyKey ?? randomUUID() };
  const started = await client.send<{ id: string; status: string; note?: string }>({
    method: 'POST',
    path,
    body,
    headers,
  });
  if (started.note) tell(`${started.note}\n`);
  if (!flags.wait) return print(flags, started, `${started.id}\n`);
  const title = `${mode} ${started.id} on ${route}\n`;
  // Who may plan only may look at plans only.
  if (mode === 'plan') {
    const end = poll<Plan>(client, `${path}/${started.id}`, isOver);
    return endPlan(client, await waited(end, { ...ofRun(route, started.id), title }), flags);
  }
  const run = await watched(client, route, started.id, title);
  print(flags, run, printEnd(run));
  if (!flags.json) show(await closingLines(client, run));
  throwUnlessDone(run);
}

async function endPlan(client: Client, plan: Plan, flags: StartFlags): Promise<void> {
  await tellObjects(client, plan, flags);
  throwUnlessDone(plan);
  if (plan.plan?.blocked) throw new CommandEnd(EXIT.blocked, '');
}

/** Exit codes of a run that is over: 0 done, 2 the request was wrong, 3 the plan has blockers, and else 1. */
export function throwUnlessDone({ status, failure }: Pick<Run, 'status' | 'failure'>): void {
  if (status === 'SUCCEEDED') return;
  if (failure?.error === 'PlanBlocked') throw new CommandEnd(EXIT.blocked, '');
  throw new CommandEnd(failure?.error === 'InvalidRequest' ? EXIT.badInput : EXIT.failed, '');
}

export function print({ json }: { json?: boolean }, value: unknown, text: string): void {
  if (json) say(`${JSON.stringify(value, null, 2)}\n`);
  else show(text);
}
