import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS, flagOf, inCommands } from '../../../cli/api/in-commands.ts';

describe('a sentence of the API', () => {
  it.each([
    [
      'Route "prod-to-dev" has no run "x"; GET /routes/prod-to-dev/clones lists those of the last 90 days.',
      'Route "prod-to-dev" has no run "x"; `kubeferry list prod-to-dev` lists those of the last 90 days.',
    ],
    ['Start a new one with POST /routes/a/clones.', 'Start a new one with `kubeferry clone a`.'],
    [
      'Start a new one with POST /routes/a/clones and the request of GET /routes/a/clones/c-1.',
      'Start a new one with `kubeferry clone a --repeat c-1`.',
    ],
    ['Stop it first with POST /routes/a/clones/c-1/stop.', 'Stop it first with `kubeferry stop a c-1`.'],
    ['Put it there with PUT /routes/a/schedules/n.1.', 'Put it there with `kubeferry schedule update a n.1`.'],
    [
      'Refuse it: POST /routes/a/clones/c/approve with {"reject": true}, then POST /routes/a/clones.',
      'Refuse it: `kubeferry approve a c --reject`, then `kubeferry clone a`.',
    ],
    [
      'Approve it: POST /routes/a/clones/c/approve with {"planHash": "0f"}.',
      'Approve it: `kubeferry approve a c --plan-hash 0f`.',
    ],
  ])('names commands in a terminal: %s', (sentence, told) => expect(inCommands(sentence)).toBe(told));

  it.each(['DELETE the rest.', 'GET /somewhere/else is not known.', 'POST /routes/a/clones/c/d/e is none.'])(
    'stays as it is where no command does that: %s',
    (sentence) => expect(inCommands(sentence)).toBe(sentence),
  );

  it('writes every operation whole, so that a command can be named for it', () => {
    const files = readdirSync('core/serve/api').filter(
      (name) => !/^(operations|([a-z]+-)?schemas|openapi)\.ts$/.test(name),
    );
    const lines = files.flatMap((name) => readFileSync(`core/serve/api/${name}`, 'utf8').split('\n'));
    const said = lines
      .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line))
      .flatMap((line) => line.match(/\b(GET|POST|PUT|DELETE) [/…][^ ]*/g) ?? []);
    expect(said.length).toBeGreaterThan(5);
    const example = (text: string) => text.replace(/\$\{(\w+\([^)]*\)|[^}]*)\}/g, 'x').replace(/\W+$/, '');
    expect(said.map(example).filter((operation) => inCommands(operation) === operation)).toEqual([]);
  });
});

it.each([
  ['query.limit', '--limit'],
  ['header.Idempotency-Key', '--idempotency-key'],
  ['volumes.strategy', 'volumes.strategy'],
  ['', ''],
])('says of a mistake at "%s" that it is at "%s"', (at, flag) => expect(flagOf(at)).toBe(flag));

it('knows no command that the command line does not have', () => {
  const helpOf = (...words: string[]) =>
    spawnSync(process.execPath, ['cli/main.ts', ...words, '--help']).stdout.toString();
  const namesIn = (help: string) => [...help.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*)\b/gm)].map(([, name]) => name);
  const known = [...namesIn(helpOf()), ...namesIn(helpOf('schedule')).map((name) => `schedule ${name}`)];
  expect(known).toContain('schedule update');
  const named = Object.values(COMMANDS).map((command) => command.replace(/ \{.*/, ''));
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
