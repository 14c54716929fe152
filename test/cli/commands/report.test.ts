import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

const REPORT = {
  cloneId: 'clone-1',
  status: 'SUCCEEDED',
  route: { name: 'prod-to-dev', source: 'prod in account 1', target: 'dev in account 2' },
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:05:00Z',
  planHash: 'f'.repeat(64),
  objects: { selected: 0, applied: 0, dropped: 0, blocked: 0, skipped: 0, failed: 0 },
  volumes: [],
  findings: [],
  dollars: 0,
  complete: false,
};
const OPENER = process.platform === 'darwin' ? 'open' : 'xdg-open';

let api: FakeApi;
let folder: string;
beforeAll(async () => {
  api = await startFakeApi();
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-report-test-'));
});
afterAll(() => {
  api.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  api.forget();
  api.answers = { 'GET /routes/prod-to-dev/clones/clone-1/report': { body: REPORT } };
});

const report = (flag: string, env: NodeJS.ProcessEnv = {}) =>
  api.kubeferry(['report', 'prod-to-dev', 'clone-1', flag], undefined, { TMPDIR: folder, ...env });

it('writes the page of a report on standard output, and nothing else', async () => {
  const { code, out, err } = await report('--html', { FORCE_COLOR: '1' });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*It arrived[\s\S]*<\/html>\n$/);
});

it('opens the page in a browser, from a file that only its owner can read, and says where it is', async () => {
  const opened = join(folder, 'opened');
  const opener = join(folder, OPENER);
  writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`);
  chmodSync(opener, 0o755);
  const { code, out, err } = await report('--open', { PATH: `${folder}:${process.env.PATH}` });
  expect([code, out]).toEqual([0, '']);
  const file = err.trim();
  expect(file).toMatch(/clone-1\.html$/);
  expect(readFileSync(file, 'utf8')).toContain('It arrived');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await content(opened)).toBe(file);
});

it('says so where there is no browser to start', async () => {
  const { code, err } = await report('--open', { PATH: '/nothing' });
  expect(code).toBe(0);
  expect(err).toContain(`No browser could be started by ${OPENER}; open that file yourself.`);
});

/** The browser is not waited for. */
async function content(path: string): Promise<string> {
  for (let look = 0; look < 200; look += 1) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      await sleep(25);
    }
  }
  return '';
}

it('writes the page that the run has written, where the report is too long for an answer', async () => {
  const page = createServer((_, response) => response.end('<!doctype html>the whole'));
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/report.html`;
  const files = (...all: object[]) => ({ body: { files: [{ name: 'plan.json', url: 'http://x/' }, ...all] } });
  api.answers['GET /routes/prod-to-dev/clones/clone-1/files'] = files({ name: 'report.html', url });
  expect((await report('--html')).out).toBe('<!doctype html>the whole');
  page.close();
  api.answers['GET /routes/prod-to-dev/clones/clone-1/files'] = files();
  expect((await report('--html')).out).toContain('It arrived');
});
