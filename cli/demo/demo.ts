import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { Cloud } from '../../local/cloud.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { say, show, tell } from '../say.ts';
import { type DemoFlags, demoInput } from './options.ts';
import { printResult } from './print-result.ts';
import { lineProgress } from './progress.ts';
import { type DemoResult, isProven } from './result.ts';
import { runDemo } from './run-demo.ts';

/** Clones between two clusters of a cloud of its own, and prints the proof; ends with 1 when it is none. */
export async function demo(flags: DemoFlags): Promise<void> {
  let cloud: Cloud | undefined;
  const interrupted = onInterrupt(async () => {
    tell('\nInterrupted: the local cloud ends, with everything in it.\n');
    await cloud?.stop();
  });
  try {
    const input = demoInput(flags);
    const progress = lineProgress(tell, Date.now);
    await interrupted.check();
    const result = await Promise.race([
      runDemo(input, inProcessBackend, progress, (running) => {
        cloud = running;
      }),
      interrupted.happened,
    ]);
    if (input.json) say(`${JSON.stringify(result, null, 2)}\n`);
    else show(printResult(result));
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
