import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { say, tell } from '../../cli/say.ts';

afterEach(() => vi.restoreAllMocks());

/** They draw on the terminal themselves, or only look whether there is one. */
const DRAWS = ['cli/say.ts', 'cli/api/display.ts'];

// Promise: nothing-acts-on-the-terminal
it('prints nothing that a terminal acts on', () => {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  say('clone \u001b]0;owned\u0007one\u001b[2J\n');
  tell('two\u009b31m\u202e\tthree\n');
  expect(written).toEqual(['clone one\n', 'two\tthree\n']);
});

// Promise: nothing-acts-on-the-terminal
it('prints by one function, in every command', () => {
  const around = readdirSync('cli', { recursive: true, encoding: 'utf8' })
    .map((name) => join('cli', name))
    .filter((file) => file.endsWith('.ts') && !DRAWS.includes(file))
    .filter((file) =>
      /process\.std(?:out|err)\.write|console\.(?:log|error|warn|info)/.test(readFileSync(file, 'utf8')),
    );
  expect(around).toEqual([]);
});

it('draws nothing that came from others as it came', () => {
  const text = readFileSync('cli/api/display.ts', 'utf8');
  const writes = text.match(/stream\.write\(\w*|return log\(\w*/g);
  expect(new Set(writes)).toEqual(new Set(['stream.write(coloured', 'return log(coloured']));
});
