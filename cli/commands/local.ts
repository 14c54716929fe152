import { chmodSync, writeFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { needCheckout } from '../checkout.ts';
import { badInput } from '../exit-codes.ts';
import { kubeconfigOf } from '../local/kubeconfig.ts';
import type { LocalFlags } from '../local/local.ts';
import { findRunning } from '../local/running.ts';
import { say, tell } from '../say.ts';

export function addLocal(program: Command): void {
  const local = program
    .command('local')
    .description(
      'Start the local cloud with the built-in workload at the source and leave it running, for the aws CLI or any SDK.',
    )
    .option('--port <number>', 'port of the AWS endpoint; a free one when left out')
    .option('--speed <factor>', 'how many times faster than real time AWS waits pass', '20')
    .option('--same-account', 'both clusters in one account and Region, where no data has to be copied')
    .option('--eventual', 'let the first look at what is fresh miss it, as it may in AWS')
    .option('--ui', 'show the page of the hub as well, as any of four people of a team')
    .option('--ui-port <number>', 'port of the page; a free one when left out')
    .option('--open', 'open the page in the browser')
    .option('--json', 'print one JSON document as the first line of standard output')
    .action(async (flags: LocalFlags) => {
      needCheckout('local');
      await (await import('../local/local.ts')).local(flags);
    });
  local
    .command('kubeconfig')
    .description('Print a kubeconfig for a cluster of the local cloud that runs, for kubectl.')
    .addArgument(new Argument('<side>', 'which cluster').choices(['source', 'target']))
    .option('--out <file>', 'write it there, where only you can read it')
    .option('--port <number>', 'port of the AWS endpoint, where several local clouds run')
    .action(kubeconfig);
}

function kubeconfig(side: 'source' | 'target', { out }: { out?: string }, command: Command): void {
  // The flag of the same name belongs to the command above when it stands before this one.
  const { port } = command.optsWithGlobals<{ port?: string }>();
  const text = kubeconfigOf(findRunning(port).clusters[side]);
  if (out === undefined) say(text);
  else write(out, text);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
    // One that was there already has kept its mode.
    chmodSync(file, 0o600);
  } catch (error) {
    throw badInput([`--out ${file}: it cannot be written there: ${(error as Error).message}.`]);
  }
  tell(`${file}\n`);
}
