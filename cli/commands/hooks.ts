import type { Command } from 'commander';

export function addHooks(program: Command): void {
  program
    .command('hooks')
    .description('List the hooks that make a database ready for a snapshot, by the names that a request calls them.')
    .option('--json', 'print one JSON document on standard output')
    .action(async (flags: { json?: boolean }) => (await import('../hooks/list-hooks.ts')).listHooks(flags));
}
