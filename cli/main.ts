#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { withoutColourFlag } from './colour.ts';
import { Interrupted } from './interrupt.ts';
import { createProgram } from './program.ts';
import { tellEnd } from './tell-end.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

endQuietlyWithoutReader();
try {
  await createProgram(version).parseAsync(withoutColourFlag(process.argv, process.env));
} catch (error) {
  process.exitCode = tellEnd(error, process.argv.includes('--json'));
  if (error instanceof Interrupted) process.exit();
}

/** `kubeferry … | head -1`: the reader has what it wanted, so that there is nothing left to say. */
function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
