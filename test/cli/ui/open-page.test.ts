import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPage } from '../../../cli/ui/open-page.ts';

const OPENER = process.platform === 'darwin' ? 'open' : 'xdg-open';
const URL = 'http://127.0.0.1:4711/#t=c2VjcmV0LXRva2Vu';
let folder: string;
let forget = () => {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-opener-'));
  const opener = join(folder, OPENER);
  // Written whole and then put in its place, so that nobody reads half of it.
  writeFileSync(opener, `#!/bin/sh\necho "$@" > ${folder}/part\nmv ${folder}/part ${folder}/arguments\n`);
  chmodSync(opener, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  forget();
  rmSync(folder, { recursive: true });
});

it.skipIf(process.platform === 'win32')('tells the token to nobody who lists the programs of the machine', async () => {
  forget = openPage({ url: () => URL });
  await vi.waitFor(() => expect(existsSync(join(folder, 'arguments'))).toBe(true), { timeout: 10_000 });
  const file = readFileSync(join(folder, 'arguments'), 'utf8').trim();
  expect(file).not.toContain('c2VjcmV0LXRva2Vu');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  expect(readFileSync(file, 'utf8')).toContain(`<meta http-equiv="refresh" content="0; url=${URL}">`);
  forget();
  expect(existsSync(file)).toBe(false);
});

it.skipIf(process.platform === 'win32')('has no file left after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    forget = openPage({ url: () => URL });
    while (!existsSync(join(folder, 'arguments'))) await new Promise((done) => setImmediate(done));
    const file = readFileSync(join(folder, 'arguments'), 'utf8').trim();
    expect(existsSync(file)).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(existsSync(file)).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
