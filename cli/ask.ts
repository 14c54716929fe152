import { createInterface } from 'node:readline/promises';
import { CommandEnd, EXIT } from './exit-codes.ts';
import { tell } from './say.ts';

/** Asks on the terminal; anything but yes is no. Throws bad input without a terminal. */
export async function saysYes(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CommandEnd(EXIT.badInput, 'kubeferry: there is no terminal to ask on: give --yes.');
  return /^y(es)?$/i.test((await asked(`${question} [y/N] `)).trim());
}

/** The answer; '' when the question was ended with Ctrl-C or Ctrl-D. */
async function asked(question: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
  const answer = asking.question(question).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
    tell('\n');
    return '';
  });
  return Promise.race([answer, ended]).finally(() => asking.close());
}
