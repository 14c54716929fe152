import type { Command } from 'commander';
import type { LocalFlags } from '../local/local.ts';

export function addLocal(program: Command): void {
  program
    .command('local')
    .description(
      'Start the local cloud with the built-in workload at the source and leave it running, for the aws CLI or any SDK.',
    )
    .option('--port <number>', 'port of the AWS endpoint; a free one when left out')
    .option('--speed <factor>', 'how many times faster than real time AWS waits pass', '20')
    .option('--json', 'print one JSON document as the first line of standard output')
    .action(async (flags: LocalFlags) => (await import('../local/local.ts')).local(flags));
}
