import type { Command } from 'commander';
import { needCheckout } from '../checkout.ts';
import type { UiFlags } from '../ui/ui.ts';
import { withApi } from './with-api.ts';

const many = (value: string, all: string[] = []) => [...all, value];

export function addUi(program: Command): void {
  const command = program
    .command('ui')
    .description('Show the page of the hub in the browser: calls are signed with your own credentials.');
  withApi(command)
    .option('--port <number>', 'where the page is on this machine; a free one when left out')
    .option('--route <name>', 'show this route, for whoever may not list all of them; may be repeated', many)
    .option('--no-open', 'do not open the browser')
    .action(async (flags: UiFlags) => {
      needCheckout('ui');
      await (await import('../ui/ui.ts')).ui(flags);
    });
  withApi(command.command('publish'))
    .description(
      'Put the page into the bucket of the stack kubeferry-ui, where it is hosted for people without AWS tools.',
    )
    .action(async (_own: unknown, publishing: Command) => {
      needCheckout('ui publish');
      // The flags of the same names belong to the command above when they stand before this one.
      await (await import('../ui/publish.ts')).publish(publishing.optsWithGlobals());
    });
}
