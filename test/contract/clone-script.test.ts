import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find } from '../python/virtual-environment.ts';

let folder: string;
let api: Server;
let answers: Record<string, [status: number, body: unknown]>;

beforeAll(async () => {
  find('jq', ['--version'], 'jq (apt-get install jq, brew install jq)', 'npm run test:contract');
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-script-'));
  writeFileSync(join(folder, 'request.json'), '{"selection": {"namespaces": ["shop"]}}');
  api = createServer((request, response) => {
    const [status, body] = answers[request.method ?? ''] ?? [404, { message: 'Not Found' }];
    request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(body)));
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
});
afterAll(() => {
  api?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function cloneScript(url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`) {
  const environment = { KUBEFERRY_API: url, IDEMPOTENCY_KEY: 'k', AWS_REGION: 'eu-west-1', POLL_SECONDS: '0' };
  const script = spawn('bash', ['docs/pipelines/clone.sh', 'prod-to-dev', join(folder, 'request.json')], {
    env: { PATH: process.env.PATH, ...environment, AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
  let err = '';
  script.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(script, 'close');
  return { code, err };
}

describe('clone.sh', () => {
  const started: [number, unknown] = [202, { id: 'clone-1', route: 'prod-to-dev', status: 'RUNNING' }];
  const failed = (error: string): [number, unknown] => [
    200,
    { id: 'clone-1', status: 'FAILED', failure: { error, sentence: 'There is no namespace "shp".' } },
  ];

  it.each([
    ['InvalidRequest', 2],
    ['PlanBlocked', 3],
    ['VolumeFailed', 1],
  ])('ends a job whose clone failed with %s with %d, and the sentence', async (error, code) => {
    answers = { POST: started, GET: failed(error) };
    expect(await cloneScript()).toEqual({
      code,
      err: `clone clone-1: FAILED\n${error}: There is no namespace "shp".\n`,
    });
  });

  it('ends with 0 when the clone arrived', async () => {
    answers = { POST: started, GET: [200, { id: 'clone-1', status: 'SUCCEEDED' }] };
    expect((await cloneScript()).code).toBe(0);
  });

  it('lists every mistake of a request, each with its place if it has one', async () => {
    const problems = [
      { at: '', message: 'The body is no JSON.' },
      { at: 'mode', message: 'No.' },
    ];
    answers = { POST: [400, { status: 400, detail: 'The request has 2 mistakes.', problems }] };
    const err = 'The request has 2 mistakes.\n  - The body is no JSON.\n  - mode: No.\n';
    expect(await cloneScript()).toEqual({ code: 2, err });
  });

  it('says which rights a role lacks that is refused', async () => {
    answers = { POST: [403, { message: 'Forbidden' }] };
    const { code, err } = await cloneScript();
    expect(code).toBe(1);
    expect(err).toMatch(/^Forbidden: .*execute-api:Invoke on POST\/routes\/prod-to-dev\/clones/);
  });

  it('ends with 1 when nobody answers', async () => {
    const { code, err } = await cloneScript('http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(err).toContain('POST http://127.0.0.1:9/routes/prod-to-dev/clones: no answer');
  });
});
