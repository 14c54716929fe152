import type { Command } from 'commander';
import { type Client, type ConnectionFlags, connect, type Plan, type Run } from '../api/client.ts';
import { printWaiting, runPath } from '../api/follow.ts';
import { printEnd } from '../api/print.ts';
import { tellObjects } from '../api/tell-objects.ts';
import { watched } from '../api/wait.ts';
import { saysYes } from '../ask.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { show } from '../say.ts';
import { print, throwUnlessDone } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  yes?: boolean;
  reject?: boolean;
  reason?: string;
  planHash?: string;
  cutOver?: boolean;
  watch?: boolean;
}

export function addApprove(program: Command): void {
  withApi(program.command('approve'))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the run')
    .description('Show the plan that a run waits with, and approve it, or refuse it with --reject.')
    .option('--reject', 'refuse the plan: the run ends, and nothing was changed')
    .option('--cut-over', 'decide on the cut-over of a migration, which takes the source down, and not on its plan')
    .option('--reason <text>', 'kept with the decision')
    .option('--plan-hash <hash>', 'only if the run waits with this plan; the one that is shown when left out')
    .option('-y, --yes', 'do not ask')
    .option('--watch', 'wait until the run is over; Ctrl-C leaves it running')
    .action(approve);
}

/** What is shown is what is approved: its hash is sent with it. */
async function approve(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const run = await client.send<Run>({ method: 'GET', path: runPath(route, id) });
  if (run.approval?.status === 'waiting') await look(client, run, flags);
  const { reject, reason, cutOver } = flags;
  const planHash = flags.planHash ?? run.approval?.planHash;
  const body = {
    ...(planHash ? { planHash } : {}),
    ...(cutOver ? { cutOver } : {}),
    ...(reject ? { reject } : {}),
    ...(reason ? { reason } : {}),
  };
  const answer = await client.send({ method: 'POST', path: `${runPath(route, id)}/approve`, body });
  if (!flags.watch) return print(flags, answer, `${id}: ${reject ? 'refused' : 'approved'}\n`);
  const ended = await watched(client, route, id);
  print(flags, ended, printEnd(ended));
  throwUnlessDone(ended);
}

async function look(client: Client, run: Run, flags: Flags): Promise<void> {
  if (flags.json) return;
  const path = `/routes/${encodeURIComponent(run.route)}/plans/${encodeURIComponent(run.id)}`;
  show(printWaiting(run));
  await tellObjects(client, await client.send<Plan>({ method: 'GET', path }), {});
  if (flags.yes) return;
  if (!(await saysYes(`${flags.reject ? 'Refuse' : 'Approve'} it?`)))
    throw new CommandEnd(EXIT.failed, 'Nothing was decided; the run is still waiting.');
}
