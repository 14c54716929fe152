import type { Command } from 'commander';
import { badInput } from './exit-codes.ts';

/**
 * An empty argument is a variable of a shell that nobody has set, and with `.` or `..` a URL names something else: a
 * run's id that is empty would be the list of all runs. Throws bad input.
 */
export function checkArguments({ registeredArguments, args }: Pick<Command, 'registeredArguments' | 'args'>): void {
  const problems = registeredArguments.flatMap((argument, at) => {
    const given = args[at]?.trim();
    if (given === '') return [`<${argument.name()}> is empty: is a variable of your shell not set?`];
    return given === '.' || given === '..' ? [`<${argument.name()}> "${given}": that is no name.`] : [];
  });
  if (problems.length > 0) throw badInput(problems);
}
