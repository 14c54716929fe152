import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { Cloud } from '../../local/cloud.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { say, show, tell } from '../say.ts';
import { isProvenFromCapture, printCapturesResult } from './captures/print-captures.ts';
import { runCaptures } from './captures/run-captures.ts';
import { isProvenHanding, printHanding } from './handing/print-handing.ts';
import { runHanding } from './handing/run-handing.ts';
import { isProvenMigration, printMigration } from './migration/print-migration.ts';
import { runMigration } from './migration/run-migration.ts';
import { type DemoFlags, type DemoInput, demoInput } from './options.ts';
import { printResult } from './print-result.ts';
import { lineProgress, type Progress } from './progress.ts';
import { type DemoResult, isProven } from './result.ts';
import { runDemo, startWorld } from './run-demo.ts';

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
    const onCloud = (running: Cloud) => {
      cloud = running;
    };
    const shown = await interrupted.within(runShown(input, progress, onCloud));
    if (input.json) say(`${JSON.stringify(shown.result, null, 2)}\n`);
    else show(shown.text);
    if (!shown.isProven) throw new CommandEnd(shown.code, '');
  } finally {
    interrupted.ignore();
    await cloud?.stop();
  }
}

/** What is printed, and whether it is a proof. */
async function runShown(input: DemoInput, progress: Progress, onCloud: (cloud: Cloud) => void) {
  if (input.from === 'capture') {
    const world = await startWorld(input, inProcessBackend, progress, onCloud);
    const result = await runCaptures(world, progress).finally(() => progress.end());
    return { result, text: printCapturesResult(result), isProven: isProvenFromCapture(result), code: EXIT.failed };
  }
  if (input.handOver) {
    const world = await startWorld(input, inProcessBackend, progress, onCloud);
    const result = await runHanding(world, progress).finally(() => progress.end());
    return { result, text: printHanding(result), isProven: isProvenHanding(result), code: EXIT.failed };
  }
  if (input.migrate) {
    const world = await startWorld(input, inProcessBackend, progress, onCloud);
    const result = await runMigration(world, progress).finally(() => progress.end());
    return { result, text: printMigration(result), isProven: isProvenMigration(result), code: EXIT.failed };
  }
  const result = await runDemo(input, inProcessBackend, progress, onCloud);
  return { result, text: printResult(result), isProven: isProven(result), code: codeOf(result) };
}

function codeOf({ failure }: DemoResult) {
  if (failure?.error === 'PlanBlocked') return EXIT.blocked;
  return failure?.error === 'InvalidRequest' ? EXIT.badInput : EXIT.failed;
}
