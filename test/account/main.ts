/** `npm run test:account`: a clone in a real account, and everything removed again. README.md says what it asks for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { CommandEnd, EXIT } from '../../cli/exit-codes.ts';
import { say, tell } from '../../cli/say.ts';
import { optionsOf } from './options.ts';
import { testAccount } from './test-account.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
const folder = mkdtempSync(join(tmpdir(), 'kubeferry-account-'));
try {
  const options = optionsOf(process.argv.slice(2), process.env);
  await testAccount(options, { folder, signal: stop.signal, say: (line) => say(`${line}\n`) });
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  else {
    tell(`${error instanceof CommandEnd ? error.message.replace(/^kubeferry: /, '') : (error as Error).stack}\n`);
    process.exitCode = error instanceof CommandEnd ? error.code : EXIT.failed;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
