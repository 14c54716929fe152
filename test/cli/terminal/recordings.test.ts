import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from '../commands/fake-api.ts';
import { RECORDED } from './answers.data.ts';
import { screenOf } from './screen.ts';

const AS_TERMINAL = new URL('as-terminal.mjs', import.meta.url).href;
const WIDTHS = [80, 60];

let api: FakeApi;
let folder: string;
beforeAll(async () => {
  api = await startFakeApi();
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-recordings-'));
});
afterAll(() => {
  api.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What stands on a terminal when a program has ended: both of its outputs go into one file, in their order. */
async function recorded(args: string[], columns: number, typed = ''): Promise<string> {
  const file = join(folder, 'screen');
  const output = openSync(file, 'w');
  const env = {
    ...process.env,
    KUBEFERRY_API: api.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 's',
    TERMINAL_COLUMNS: String(columns),
    FORCE_COLOR: undefined,
    NO_COLOR: '1',
    TERM: 'xterm',
  };
  const child = spawn(process.execPath, ['--import', AS_TERMINAL, ...args], { env, stdio: ['pipe', output, output] });
  child.stdin?.end(typed);
  await once(child, 'close');
  closeSync(output);
  return screenOf(readFileSync(file, 'utf8'), columns);
}

const fileOf = (name: string, columns: number) => `../../../docs/terminal/${name}-${columns}.txt`;

describe.each(WIDTHS)('on a terminal of %d columns', (columns) => {
  it.each(RECORDED)('kubeferry $name shows what docs/terminal has', async ({ name, args, typed, answers }) => {
    api.forget();
    api.answers = answers;
    const screen = await recorded(['cli/main.ts', ...args], columns, typed);
    await expect(`$ kubeferry ${args.join(' ')}\n${screen}`).toMatchFileSnapshot(fileOf(name, columns));
    expect(screen.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });

  it('npm run demo shows what docs/terminal has', async () => {
    const screen = await recorded(['test/cli/terminal/print-demo.ts'], columns);
    await expect(`$ npm run demo\n${screen}`).toMatchFileSnapshot(fileOf('demo', columns));
  });
});
