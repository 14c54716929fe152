import type { Command } from 'commander';
import type { CaptureView } from '../../core/serve/api/capture-schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { printCaptures } from '../api/print-captures.ts';
import { type RequestFlags, requestOf } from '../api/request-flags.ts';
import { begin, print, type StartFlags } from './start-run.ts';
import { withApi } from './with-api.ts';

interface CaptureFlags extends ConnectionFlags, StartFlags, Pick<RequestFlags, 'namespace' | 'selector' | 'quiesce'> {
  name: string;
  keep?: string;
}

interface ListFlags extends ConnectionFlags {
  json?: boolean;
  delete?: string;
}

const many = (value: string, all: string[]) => [...all, value];

export function addCaptures(program: Command): void {
  withApi(program.command('capture'))
    .argument('<route>', 'name of the route')
    .description('Keep objects and snapshots of the source under a name, to clone from any number of times.')
    .requiredOption('--name <name>', 'what it is called; the captures of each night may have the same name')
    .option('--keep <time>', 'remove it after a time such as 12h or 30d; 7d when left out')
    .option('-n, --namespace <name>', 'source namespace; may be repeated', many, [])
    .option('-l, --selector <labels>', 'only objects with these labels, such as app=web,tier!=test')
    .option('--quiesce', 'scale the source to zero for the seconds of the snapshot')
    .option('--idempotency-key <text>', 'sent again with the same request, it is the same run')
    .option('--no-wait', 'start it and print its id')
    .action(capture);
  withApi(program.command('captures'))
    .argument('<route>', 'name of the route')
    .description("List the captures of a route's source: how old and big they are, what they cost, and who uses them.")
    .option('--delete <id>', 'remove this one; refused as long as a run clones from it')
    .action(captures);
}

async function capture(route: string, flags: CaptureFlags): Promise<void> {
  const { name, keep, ...request } = flags;
  const named = { capture: { name, ...(keep ? { keep } : {}) } };
  const body = { ...requestOf({ ...request, mapNamespace: [] }), ...named };
  await begin({ client: connect(flags), mode: 'capture', route, body }, flags);
}

async function captures(route: string, flags: ListFlags): Promise<void> {
  const client = connect(flags);
  const path = `/routes/${encodeURIComponent(route)}/captures`;
  if (flags.delete) {
    const id = encodeURIComponent(flags.delete);
    const answer = await client.send<{ id: string }>({ method: 'DELETE', path: `${path}/${id}` });
    return print(flags, answer, `${answer.id} is being removed: kubeferry status ${route} ${answer.id}\n`);
  }
  const { captures: all } = await client.send<{ captures: CaptureView[] }>({ method: 'GET', path });
  print(flags, { captures: all }, printCaptures(all, client.now()));
}
