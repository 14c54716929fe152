import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as http } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandEnd, EXIT } from '../../../cli/exit-codes.ts';
import { startUi, type Ui } from '../../../cli/ui/ui-server.ts';
import { type FakeApi, startFakeApi } from '../commands/fake-api.ts';

let api: FakeApi;
let ui: Ui;
let folder: string;
let expired = false;
beforeAll(async () => {
  api = await startFakeApi();
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-ui-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>kubeferry</title>');
  writeFileSync(join(folder, 'assets/main-1.js'), 'let a = 1;');
  const as = (accessKeyId: string) => async () => {
    if (expired) throw new CommandEnd(EXIT.badInput, 'kubeferry: the session has expired. Way out: aws sso login.');
    const credentials = async () => ({ accessKeyId, secretAccessKey: 'secret' });
    return { api: api.url, region: 'eu-west-1', credentials };
  };
  ui = await startUi({ folder, port: 0, people: { ann: as('AKIAANN'), ben: as('AKIABEN') } });
});
afterAll(async () => {
  await ui.stop();
  api.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  api.forget();
  expired = false;
});

/** As a browser sends it, with any header: `fetch` would not let a test name another host. */
function get(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; headers: Record<string, unknown>; body: string }>((done) => {
    http(`${ui.origin}${path}`, { headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    }).end();
  });
}
const mine = (more: Record<string, string> = {}) => ({
  'x-kubeferry-token': ui.token,
  'sec-fetch-site': 'same-origin',
  'x-kubeferry-person': 'ann',
  ...more,
});

describe('the page', () => {
  // Promise: page-runs-its-own-scripts-only
  it('comes with a policy that lets no script or style in but its own files', async () => {
    const { status, headers } = await get('/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['cache-control']).toBe('no-store');
    expect((await get('/assets/main-1.js')).headers['cache-control']).toContain('immutable');
  });

  it.each(['/../package.json', '/assets/..%2f..%2fetc', '/assets', '/missing.js'])('has no file %s', async (path) =>
    expect((await get(path)).status).toBe(404),
  );

  it('has an address whose token no browser sends anywhere', () => {
    expect(new URL(ui.url()).hash).toBe(`#t=${ui.token}`);
    expect(new URL(ui.url('ann')).hash).toBe(`#t=${ui.token}&as=ann`);
    expect(ui.token.length).toBeGreaterThan(40);
  });
});

describe('a call of the page', () => {
  it('is passed on, signed as whoever was chosen, and answered with the clock of the hub', async () => {
    const date = 'Sun, 22 Nov 2026 10:00:00 GMT';
    api.answers = { 'GET /routes/a/clones?limit=5': { body: { clones: [] }, date } };
    const { status, headers, body } = await get('/api/routes/a/clones?limit=5', mine());
    expect([status, headers.date, JSON.parse(body)]).toEqual([200, date, { clones: [] }]);
    expect(headers['cache-control']).toBe('no-store');
  });

  // Promise: page-is-of-this-machine
  it.each([
    ['without the token', 401, () => ({ 'sec-fetch-site': 'same-origin' })],
    ['with another token', 401, () => mine({ 'x-kubeferry-token': 'x'.repeat(43) })],
    ['from another site with the very token', 401, () => mine({ 'sec-fetch-site': 'cross-site' })],
    ['under another name', 421, () => mine({ host: 'evil.example' })],
  ])('%s reaches no hub', async (_, expected, headers) => {
    expect((await get('/api/routes', headers())).status).toBe(expected);
    expect(api.asked).toEqual([]);
  });

  it.each(['/api/_aws/x', '/api/routes/../x', '/api/'])('to %s reaches no hub', async (path) => {
    expect((await get(path, mine())).status).toBe(404);
    expect(api.asked).toEqual([]);
  });

  it('as nobody, where there are several people, reaches no hub', async () => {
    expect((await get('/api/routes', mine({ 'x-kubeferry-person': 'eve' }))).status).toBe(404);
    expect(api.asked).toEqual([]);
  });

  it('says how to get credentials again where they are gone', async () => {
    expired = true;
    const { status, body } = await get('/api/routes', mine());
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({
      type: 'urn:kubeferry:problem:credentials',
      detail: expect.stringContaining('aws sso login'),
    });
  });

  it('learns who may be chosen', async () => {
    const { body } = await get('/api/session', mine());
    expect(JSON.parse(body)).toEqual({ people: ['ann', 'ben'], routes: [], local: false });
  });
});
