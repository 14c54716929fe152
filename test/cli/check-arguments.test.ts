import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { checkArguments } from '../../cli/check-arguments.ts';

describe('an argument', () => {
  const checked = (...args: string[]) => {
    const command = new Command().argument('<route>').argument('[id]').exitOverride();
    command.parse(args, { from: 'user' });
    return () => checkArguments(command);
  };

  it.each([
    [['prod-to-dev', ''], '<id> is empty: is a variable of your shell not set?'],
    [['prod-to-dev', ' '], '<id> is empty'],
    [[' ', 'run-1'], '<route> is empty'],
    [['prod-to-dev', '..'], '<id> "..": that is no name.'],
    [['.'], '<route> ".": that is no name.'],
  ])('%j is refused: the address would be that of something else', (args, sentence) => {
    expect(checked(...args)).toThrow(sentence);
  });

  it('may be left out where it is optional, and have dots within', () => {
    expect(checked('prod-to-dev')).not.toThrow();
    expect(checked('prod-to-dev', 'a..b')).not.toThrow();
  });
});
