import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiCall, signedFetch } from '../../cli/api/signed-fetch.ts';
import type { Credentials } from '../../emulator/base/records.ts';
import { kubeferry as command } from './kubeferry.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small, useOneCloud } from './one-cloud.ts';
import { into } from './small-cloud.ts';

const SMALL = { selection: { namespaces: ['small'] } };
const CLONES = '/routes/prod-to-dev/clones';

let before: { accounts: string[]; target: string[] };
useOneCloud();
beforeAll(async () => {
  before = { accounts: listAccounts(small.cloud), target: await listCluster(small.target) };
});

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, each as docs/openapi.json has it
type Answer = { status: number; headers: Headers; body: any };

const as = (credentials: Credentials, call: ApiCall) =>
  signedFetch(small.cloud.api, { region: small.cloud.region, credentials }, call) as Promise<Answer>;
const pipeline = (method: ApiCall['method'], path: string, body?: unknown, key?: string) =>
  as(small.cloud.accounts.pipeline.credentials, {
    method,
    path,
    body,
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });

async function ended(id: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await pipeline('GET', `${CLONES}/${id}`);
    if (body.status !== 'RUNNING') return body;
    await sleep(100);
  }
}

async function rolledBack(id: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await pipeline('GET', `${CLONES}/${id}`);
    if (body.rollBack?.status !== 'RUNNING') return body.rollBack;
    await sleep(100);
  }
}

describe('a pipeline', () => {
  let id: string;

  it('makes a plan and reads it', async () => {
    const { status, body, headers } = await pipeline('POST', '/routes/prod-to-dev/plans', SMALL);
    expect([status, body.status, headers.get('location')]).toEqual([
      202,
      'RUNNING',
      `/routes/prod-to-dev/plans/${body.id}`,
    ]);
    expect(await ended(body.id)).toMatchObject({ status: 'SUCCEEDED', mode: 'plan', request: SMALL });
    const plan = await pipeline('GET', `/routes/prod-to-dev/plans/${body.id}`);
    expect(plan.body).toMatchObject({
      status: 'SUCCEEDED',
      plan: { blocked: false, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(plan.body.plan.volumes.map(({ claim }: { claim: string }) => claim).sort()).toEqual([
      'small/data-db-0',
      'small/files',
    ]);
  });

  it('starts one clone, however often it sends the same key, also when the clone is over', async () => {
    const request = { ...SMALL, ...into('by-api') };
    const [one, two] = await Promise.all([
      pipeline('POST', CLONES, request, 'build-7'),
      pipeline('POST', CLONES, request, 'build-7'),
    ]);
    id = one.body.id;
    expect([one.status, two.status, two.body.id]).toEqual([202, 202, id]);
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'SUCCEEDED', progress: { failed: 0, running: 0 } });
    expect(run.steps.map(({ name }: { name: string }) => name)).toContain('Transfer workload');
    const capture = run.steps.find(({ name }: { name: string }) => name === 'Capture source');
    expect(capture.steps.map(({ name }: { name: string }) => name)).toContain('Snapshot volumes');
    expect(capture.seconds).toBeGreaterThan(0);
    expect((await pipeline('POST', CLONES, request, 'build-7')).body).toMatchObject({ id, status: 'SUCCEEDED' });
    const { body } = await pipeline('GET', CLONES);
    expect(body.clones.filter((clone: { id: string }) => clone.id.startsWith('clone-'))).toHaveLength(1);
  });

  it('is refused when it sends the key with another request', async () => {
    const other = await pipeline('POST', CLONES, { ...SMALL, ...into('another') }, 'build-7');
    expect([other.status, other.body.type]).toEqual([422, 'urn:kubeferry:problem:key-used-otherwise']);
  });

  it('reads the report, and rolls the clone back until nothing of it is left', async () => {
    const report = await pipeline('GET', `${CLONES}/${id}/report`);
    expect(report.body).toMatchObject({ cloneId: id, status: 'SUCCEEDED', complete: true });
    expect((await pipeline('POST', `${CLONES}/${id}/retry`)).body.type).toBe('urn:kubeferry:problem:not-in-this-state');
    expect((await pipeline('DELETE', `${CLONES}/${id}`)).status).toBe(202);
    expect(await rolledBack(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await pipeline('DELETE', `${CLONES}/${id}`)).body.rollBack.status).toBe('SUCCEEDED');
    expect({ accounts: listAccounts(small.cloud), target: await listCluster(small.target) }).toEqual(before);
  });

  it('gets every mistake in one problem document, and nothing is started', async () => {
    const runs = async () => (await pipeline('GET', CLONES)).body.clones.length;
    const count = await runs();
    const { status, headers, body } = await pipeline('POST', CLONES, {
      mode: 'plan',
      selektion: {},
      volumes: { strategy: 'teleport' },
    });
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(body.problems.map(({ at }: { at: string }) => at).sort()).toEqual(['mode', 'selektion', 'volumes.strategy']);
    expect(await runs()).toBe(count);
  });

  it.each(['clones', 'schedules'])('is told that a page of %s which no answer named is a mistake', async (list) => {
    const { status, body } = await pipeline('GET', `/routes/prod-to-dev/${list}?next=garbage`);
    expect([status, body.problems?.[0]?.at]).toEqual([400, 'query.next']);
  });

  // Promise: redriven-after-seal
  it('stops a run whose snapshot is sealed, continues with it, and sees it arrive', async () => {
    const from = small.cloud.calls.length;
    const isSealed = () => small.cloud.calls.slice(from).some(({ operation }) => operation === 'CompleteSnapshot');
    const volumes = { claims: { 'small/files': 'copy-blocks' } };
    const { body } = await pipeline('POST', CLONES, { ...SMALL, ...into('stopped'), volumes });
    await expect.poll(isSealed, { timeout: 90_000, interval: 10 }).toBe(true);
    expect((await pipeline('DELETE', `${CLONES}/${body.id}`)).status).toBe(409);
    expect((await pipeline('POST', `${CLONES}/${body.id}/stop`)).body.status).toBe('ABORTED');
    const stopped = await ended(body.id);
    expect(stopped).toMatchObject({ status: 'ABORTED', failure: { error: 'Stopped' } });
    expect(stopped.failure.sentence).toContain('user/pipeline');
    expect((await pipeline('POST', `${CLONES}/${body.id}/retry`)).body.status).toBe('RUNNING');
    expect(await ended(body.id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  // Promise: late-looks-undo-nothing
  it('has runs that succeed by both strategies although first looks at what they made came too early', () => {
    const looks = small.cloud.logs('await-snapshot');
    expect(looks.some((line) => line.includes('InvalidSnapshot.NotFound'))).toBe(true);
  });
});

describe('who has rights on one route', () => {
  it.each([
    ['GET', '/routes'],
    ['GET', '/openapi.json'],
    ['GET', '/routes/dev-to-prod'],
    ['POST', '/routes/dev-to-prod/clones'],
    ['POST', '/routes/prod-to-dev-2/plans'],
  ] as const)('is denied %s %s, and learns nothing', async (method, path) => {
    const { status, body } = await pipeline(method, path, method === 'POST' ? {} : undefined);
    expect([status, body]).toEqual([403, { message: 'Forbidden' }]);
  });

  it('sees its route, without the roles to take there', async () => {
    const { body } = await pipeline('GET', '/routes/prod-to-dev');
    expect(body).toMatchObject({ name: 'prod-to-dev', source: { cluster: 'prod' }, target: { cluster: 'dev' } });
    expect(JSON.stringify(body)).not.toMatch(/roleArn|externalId/);
  });
});

describe('the command line', () => {
  const kubeferry = (args: string[], until?: string) => command(small.cloud, args, until);
  const CLONE = ['clone', 'prod-to-dev', '-n', 'small', '--map-namespace', 'small=by-hand'];

  it('leaves the run going at Ctrl-C and says how to look again; the same key finds it, and 3 says blocked', async () => {
    const { err } = await kubeferry([...CLONE, '--idempotency-key', 'by-hand'], 'on prod-to-dev');
    const [, id = ''] = /kubeferry status prod-to-dev (\S+) --watch/.exec(err) ?? [];
    const again = await kubeferry([...CLONE, '--idempotency-key', 'by-hand', '--json']);
    expect([again.code, JSON.parse(again.out)]).toEqual([0, expect.objectContaining({ id, status: 'SUCCEEDED' })]);
    expect(again.err).toContain('✓ Verify clone');
    const blocked = await kubeferry(['plan', ...CLONE.slice(1)]);
    expect([blocked.code, blocked.out]).toEqual([3, expect.stringContaining('blocked')]);
  });

  it('prints the checks of a route in a table that fits a terminal', async () => {
    const { code, out, err } = await kubeferry(['doctor', 'prod-to-dev']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Route prod-to-dev: nothing is broken.');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('refuses bad input with 2 and every mistake', async () => {
    const { code, err } = await kubeferry([...CLONE, '--strategy', 'teleport', '--on-conflict', 'fight']);
    expect(code).toBe(2);
    for (const word of ['teleport', 'fight']) expect(err).toContain(word);
  });
});

describe('the API', () => {
  const hub = (method: ApiCall['method'], path: string) => as(small.cloud.accounts.hub.credentials, { method, path });

  it('lists the routes and describes itself to whoever may see all', async () => {
    expect((await hub('GET', '/routes')).body.routes).toHaveLength(1);
    expect((await hub('GET', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('answers problems for a route and a run that do not exist', async () => {
    expect((await hub('GET', '/routes/dev-to-prod')).body.status).toBe(404);
    expect((await hub('GET', `${CLONES}/nobody`)).body.detail).toContain('has no run "nobody"');
  });

  it('lets in no other account, and nobody without a signature', async () => {
    expect((await as(small.cloud.accounts.source.credentials, { method: 'GET', path: '/routes' })).status).toBe(403);
    expect((await fetch(`${small.cloud.api}/routes`)).status).toBe(403);
  });

  it('makes no call that its own policies do not allow', () => {
    const denied = small.cloud.calls.filter(({ allowed, principalArn }) => !allowed && principalArn.includes(':role/'));
    expect(denied.map(({ action, resource, principalArn }) => `${principalArn} ${action} ${resource}`)).toEqual([]);
  });
});

describe('approvals', async () => void (await import('./approval.part.ts')));
describe('a migration in rounds', async () => void (await import('./rounds.part.ts')));
describe('schedules', async () => void (await import('./schedules.part.ts')));
describe('progress', async () => void (await import('./progress.part.ts')));
