import type { Command } from 'commander';
import type { BackupList } from '../../core/serve/backups/backup-schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { printBackups } from '../api/print-backups.ts';
import { badInput } from '../exit-codes.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  schedule?: string;
  limit: string;
}

export function addBackups(program: Command): void {
  withApi(program.command('backups'))
    .argument('<route>', 'name of a route that begins at backups of Velero')
    .description('List the backups that a route begins at: how old they are, what is in them, and how it is kept.')
    .option('--schedule <name>', 'only those of this schedule of Velero')
    .option('--limit <number>', 'how many of the newest', '20')
    .action(backups);
}

const MOST = 100;

async function backups(route: string, flags: Flags): Promise<void> {
  const { schedule, limit } = flags;
  if (!/^[1-9]\d*$/.test(limit) || Number(limit) > MOST)
    throw badInput([`--limit ${limit}: write a number from 1 to ${MOST}.`]);
  const query = new URLSearchParams({ limit, ...(schedule ? { schedule } : {}) });
  const client = connect(flags);
  const path = `/routes/${encodeURIComponent(route)}/backups?${query}`;
  const list = await client.send<BackupList>({ method: 'GET', path });
  print(flags, list, printBackups(list, client.now()));
}
