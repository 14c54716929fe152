import type { Command } from 'commander';

const many = (value: string, all: string[]) => [...all, value];

/** The flags that make up a request. */
export const withRequest = (command: Command): Command =>
  command
    .option('--request <file>', 'the request as JSON or YAML (docs/request.md); - is standard input')
    .option('-n, --namespace <name>', 'source namespace; may be repeated', many, [])
    .option('--map-namespace <a=b>', 'bring namespace A to the target as B; may be repeated', many, [])
    .option('--strategy <name>', 'how volumes travel: auto, share-and-copy, copy-blocks, skip')
    .option('--quiesce', 'scale the source to zero for the seconds of the snapshot')
    .option(
      '--cut-over',
      'migrate: scale the source to zero before the snapshot, and leave it there when the clone is verified',
    )
    .option('--create-cluster', "make the target cluster from the source's when there is none")
    .option('--scaled-down', 'let nothing run in the target until somebody starts it')
    .option('--isolate', 'let nothing out of the clone but DNS and calls within it')
    .option('--on-conflict <name>', 'what happens to objects that the target has already: fail, skip, update, refresh');
