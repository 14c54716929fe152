import type { Command } from 'commander';
import type { Cloud } from '../../local/cloud.ts';
import { inProcessBackend } from '../../local/kubernetes/in-process.ts';
import { type DemoFlags, demoInput } from '../demo/options.ts';
import { printResult } from '../demo/print-result.ts';
import { lineProgress } from '../demo/progress.ts';
import { type DemoResult, isProven } from '../demo/result.ts';
import { runDemo } from '../demo/run-demo.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';

const many = (value: string, all: string[] = []) => [...all, value];

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Clone a workload with its data between two clusters of a cloud on this machine, and prove that it arrived.',
    )
    .option(
      '--manifests <path>',
      'clone these manifests instead of the built-in workload: a file or folder, YAML or JSON; may be repeated',
      many,
    )
    .option(
      '--disk <namespace/pvc=file>',
      'write a raw disk image onto the volume of a claim before the clone; may be repeated',
      many,
    )
    .option('--map-namespace <a=b>', 'bring namespace A to the target as B; may be repeated', many)
    .option('--map-storage-class <a=b>', 'claims of class A get class B in the target; may be repeated', many, [])
    .option('--strategy <name>', 'how volumes travel: auto, share-and-copy, copy-blocks, skip', 'auto')
    .option('--quiesce', 'scale the source to zero for the seconds of the snapshot')
    .option('--create-cluster', 'begin without a target cluster: the run makes it from the blueprint of the source')
    .option('--refresh', 'clone twice into the same namespaces, with other data the second time, and prove the second')
    .option('--json', 'print one JSON document on standard output')
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  let cloud: Cloud | undefined;
  const interrupted = onInterrupt(async () => {
    process.stderr.write('\nInterrupted: the local cloud ends, with everything in it.\n');
    await cloud?.stop();
  });
  try {
    const input = demoInput(flags);
    const progress = lineProgress((text) => process.stderr.write(text), Date.now);
    await interrupted.check();
    const result = await Promise.race([
      runDemo(input, inProcessBackend, progress, (running) => {
        cloud = running;
      }),
      interrupted.happened,
    ]);
    process.stdout.write(input.json ? `${JSON.stringify(result, null, 2)}\n` : printResult(result));
    if (!isProven(result)) throw new CommandEnd(codeOf(result), '');
  } finally {
    interrupted.ignore();
    await cloud?.stop();
  }
}

function codeOf({ failure }: DemoResult) {
  if (failure?.error === 'PlanBlocked') return EXIT.blocked;
  return failure?.error === 'InvalidRequest' ? EXIT.badInput : EXIT.failed;
}
