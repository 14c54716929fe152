/**
 * `npm run bench -- <name> [options]`: what kubeferry does in a second, beside a peer where one runs on this machine.
 * Each bench is one file that exports `run(options)` and prints a table.
 */
const BENCHES: Record<string, { what: string; load: () => Promise<{ run(options: string[]): Promise<void> }> }> = {
  blocks: {
    what: 'copy a snapshot block by block through the local EBS, beside the stock SDK and coldsnap [--gib N] [--workers N] [--rounds N] [--tls] [--coldsnap PATH] [--one-core]',
    load: () => import('./block-copy.ts'),
  },
  delta: {
    what: 'clone a volume again block by block, of which so much has changed [--gib N] [--percent N] [--json]',
    load: () => import('./delta.ts'),
  },
  migrate: {
    what: 'migrate a database that is written to, while functions die: no row is lost [--runs N] [--seed N] [--minutes N]',
    load: () => import('./migrate.ts'),
  },
  image: {
    what: 'write the files of a restic repository, beside a copy of as many blocks [--files N] [--gib N] [--workers N] [--rounds N] [--lay-out N]',
    load: () => import('./image.ts'),
  },
  export: {
    what: 'export a large cluster over a slow line [--namespaces N] [--kinds N] [--objects N] [--round-trip MS] [--invocation S] [--json]',
    load: () => import('./export.ts'),
  },
  steps: {
    what: 'verify and roll back a large clone over a slow line [--namespaces N] [--kinds N] [--objects N] [--round-trip MS] [--json]',
    load: () => import('./steps.ts'),
  },
  functions: {
    what: 'plan, export, translate and refresh a large cluster function by function, in their memory [--namespaces N] [--kinds N] [--objects N] [--round-trip MS] [--request MS] [--only REGEXP] [--keep DIR] [--json]',
    load: () => import('./functions.ts'),
  },
  apply: {
    what: 'bring 15 kinds into a real API server, beside a plain client (needs Go) [--objects N] [--rounds N] [--round-trips MS,MS] [--with-controllers] [--json]',
    load: () => import('./apply.ts'),
  },
  scale: {
    what: 'copy 1 PiB in 500 volumes through the machines, in a time of its own [--volumes N] [--tib N] [--requests N] [--seed N] [--json]',
    load: () => import('./scale.ts'),
  },
  estimates: {
    what: 'compare time, bytes and dollars of the plan with what comes of it, over ways, sizes and paces [--only REGEXP] [--seed N] [--json]',
    load: () => import('./estimates.ts'),
  },
  translate: {
    what: 'export, plan and translate a large cluster [--objects N]',
    load: () => import('./translate.ts'),
  },
};

const usageOf = (name: string, what: string) => `usage: npm run bench -- ${name} [options]\n\n  ${what}`;

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench && options.some((option) => option === '--help' || option === '-h')) {
  console.log(usageOf(name, bench.what));
} else if (bench) {
  await (await bench.load()).run(options).catch((error: Error & { code?: string }) => {
    if (!error.code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    console.error(`${error.message}\n\n${usageOf(name, bench.what)}`);
    process.exitCode = 1;
  });
} else {
  const isAsked = ['--help', '-h'].includes(name);
  console.log(
    `usage: npm run bench -- <name> [options]${name && !isAsked ? `\n\nThere is no bench "${name}".` : ''}\n`,
  );
  for (const [known, { what }] of Object.entries(BENCHES)) console.log(`  ${known.padEnd(10)} ${what}`);
  if (!isAsked) process.exitCode = 1;
}
