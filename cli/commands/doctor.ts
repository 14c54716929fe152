import type { Command } from 'commander';
import type { RouteChecks } from '../../core/serve/api/schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { printChecks } from '../api/print-checks.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

export function addDoctor(program: Command): void {
  withApi(program.command('doctor'))
    .argument('<route>', 'name of the route')
    .description('Check everything that a run on the route needs, and print the fix of each thing that is broken.')
    .addHelpText('after', '\nExit code 1 when something is broken. It asks with the roles of runs, not with yours.')
    .action(doctor);
}

async function doctor(route: string, flags: ConnectionFlags & { json?: boolean }): Promise<void> {
  const path = `/routes/${encodeURIComponent(route)}/checks`;
  const answer = await connect(flags).send<RouteChecks>({ method: 'POST', path });
  print(flags, answer, printChecks(answer));
  if (answer.broken > 0) throw new CommandEnd(EXIT.failed, '');
}
