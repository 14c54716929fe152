import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { isOver } from '../../core/base/ports/runs.ts';
import { type Client, type ConnectionFlags, connect, type Plan } from '../api/client.ts';
import { poll } from '../api/follow.ts';
import { findObjects, MOST_SHOWN, type ObjectFlags } from '../api/objects.ts';
import { printPlan } from '../api/print.ts';
import { printDrift } from '../api/print-drift.ts';
import { requestOfRun } from '../api/repeat.ts';
import { ofRun, waited } from '../api/wait.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { page } from '../pager.ts';
import { say, show } from '../say.ts';
import { throwUnlessDone } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags, ObjectFlags {
  json?: boolean;
}

export function addDrift(program: Command): void {
  withApi(program.command('drift'))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the clone')
    .description(
      'Compare a clone as it stands with its source as it is now: what differs, which side has changed, and by whom. Changes nothing; exit code 4 when something differs.',
    )
    .option('--kind <kind>', 'only of this kind')
    .option('--only-namespace <name>', 'only of this namespace of the source')
    .action(drift);
}

async function drift(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const plan = await compare(client, route, id);
  if (plan.status !== 'SUCCEEDED') show(printPlan(plan));
  throwUnlessDone(plan);
  const path = `${plansOf(route)}/${encodeURIComponent(plan.id)}/objects`;
  const { objects, more } = await findObjects(client, path, flags, flags.json ? Number.POSITIVE_INFINITY : MOST_SHOWN);
  if (flags.json) say(`${JSON.stringify({ of: id, plan: plan.id, objects }, null, 2)}\n`);
  else page(printDrift(id, objects, more));
  if (objects.length > 0) throw new CommandEnd(EXIT.differs, '');
}

const plansOf = (route: string) => `/routes/${encodeURIComponent(route)}/plans`;

/** A plan of the clone's own request, which compares in place of planning. */
async function compare(client: Client, route: string, id: string): Promise<Plan> {
  const body = { ...(await requestOfRun(client, route, id)), driftOf: id };
  const headers = { 'idempotency-key': randomUUID() };
  const started = await client.send<{ id: string }>({ method: 'POST', path: plansOf(route), body, headers });
  const end = poll<Plan>(client, `${plansOf(route)}/${started.id}`, isOver);
  return waited(end, { ...ofRun(route, started.id), title: `comparing ${id} with its source on ${route}\n` });
}
