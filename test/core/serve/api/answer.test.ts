import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiTools } from '../../../../core/serve/api/request.ts';
import { apiUnderTest, type Sent } from './api-under-test.ts';
import type { FakeRuns } from './fake-runs.ts';

let runs: FakeRuns;
let tools: ApiTools;
let send: ReturnType<typeof apiUnderTest>['send'];
let known: ReturnType<typeof apiUnderTest>['known'];
beforeEach(() => {
  ({ runs, tools, send, known } = apiUnderTest());
});

const SHOP = { selection: { namespaces: ['shop'] } };

describe('what is refused, and why', () => {
  it.each<[string, string, Sent, number, string]>([
    ['a route that does not exist', 'POST /routes/dev-to-prod/clones', {}, 404, 'dev-to-prod'],
    ['a body that is no JSON', 'POST /routes/prod-to-dev/clones', { text: '{' }, 400, 'no JSON'],
    ['a list as body', 'POST /routes/prod-to-dev/plans', { text: '[]' }, 400, 'JSON object'],
    [
      'a body that no execution can take',
      'POST /routes/prod-to-dev/clones',
      { text: 'x'.repeat(250_001) },
      400,
      '250000',
    ],
    [
      'a body that no execution can take, in letters of several bytes',
      'POST /routes/prod-to-dev/clones',
      { text: JSON.stringify({ ...SHOP, reason: '€'.repeat(90_000) }) },
      400,
      'The body has more than 250000 bytes',
    ],
    [
      'a namespace beyond the route',
      'POST /routes/prod-to-dev/clones',
      { body: { selection: { namespaces: ['bank'] } } },
      400,
      'bank',
    ],
    [
      'the other mode',
      'POST /routes/prod-to-dev/plans',
      { body: { ...SHOP, mode: 'clone' } },
      400,
      'POST /routes/prod-to-dev/clones',
    ],
    [
      'an empty key',
      'POST /routes/prod-to-dev/clones',
      { body: SHOP, headers: { 'idempotency-key': '' } },
      400,
      '1 to 255',
    ],
    [
      'an unknown parameter',
      'GET /routes/prod-to-dev/clones',
      { query: { sort: 'up' } },
      400,
      'no such field; allowed here: status, limit, next',
    ],
    [
      'a page that is too long',
      'GET /routes/prod-to-dev/clones',
      { query: { limit: '1000' } },
      400,
      'is too large: at most 100.',
    ],
    [
      'a length that is no number',
      'GET /routes/prod-to-dev/clones',
      { query: { limit: 'abc' } },
      400,
      'abc\\" is not a number.',
    ],
    ['an empty page', 'GET /routes/prod-to-dev/clones', { query: { limit: '0' } }, 400, 'is too small: at least 1.'],
    ['an unknown page', 'GET /routes/prod-to-dev/clones', { query: { next: 'garbage' } }, 400, 'query.next'],
    ['one of schedules', 'GET /routes/prod-to-dev/schedules', { query: { next: 'garbage' } }, 400, 'query.next'],
    [
      'a status that no run has',
      'GET /routes/prod-to-dev/clones',
      { query: { status: 'DONE' } },
      400,
      'is not allowed; choose one of \\"RUNNING\\"',
    ],
    ['a run that does not exist', 'GET /routes/prod-to-dev/clones/x', {}, 404, 'no run'],
    ['an id that is no name', 'GET /routes/prod-to-dev/clones/a:b', {}, 404, 'no run'],
    ['an operation that nobody knows', 'PATCH /routes', {}, 404, 'openapi.json'],
  ])('%s', async (_, request, sent, status, word) => {
    const answered = await send(request, sent);
    expect(answered).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: { status },
    });
    expect(JSON.stringify(answered.body)).toContain(word);
    expect(runs.started).toEqual([]);
  });

  it('lists every mistake of one request', async () => {
    const body = { mode: 'plan', volumes: { strategy: 'teleport' }, selektion: {} };
    const answered = await send('POST /routes/prod-to-dev/clones', {
      body,
      headers: { 'idempotency-key': 'k'.repeat(256) },
    });
    const places = answered.body.problems.map(({ at }: { at: string }) => at);
    expect(places).toEqual(expect.arrayContaining(['header.Idempotency-Key', 'mode', 'volumes.strategy', 'selektion']));
  });

  it('throws what nobody foresaw, for the log', async () => {
    runs.describe = () => Promise.reject(new TypeError('a bug'));
    await expect(send('GET /routes/prod-to-dev/clones/x')).rejects.toThrow('a bug');
  });
});

describe('starting', () => {
  const start = (body: unknown, key?: string, name = 'prod-to-dev') =>
    send(`POST /routes/${name}/clones`, { body, ...(key ? { headers: { 'idempotency-key': key } } : {}) });

  it('starts the machine of the route with the request and its mode', async () => {
    expect(await start(SHOP)).toMatchObject({
      status: 202,
      headers: { location: '/routes/prod-to-dev/clones/clone-new' },
      body: { id: 'clone-new', route: 'prod-to-dev', status: 'RUNNING' },
    });
    expect(runs.started).toEqual([
      { run: { machine: 'kubeferry-prod-to-dev', name: 'clone-new' }, input: { ...SHOP, mode: 'clone' } },
    ]);
  });

  it('is one run for one key, whatever the order of the fields, also when it is over', async () => {
    const mapped = { mappings: { namespaces: { shop: 'shop-2' } } };
    const first = await start({ ...SHOP, ...mapped }, 'build-1');
    expect((await start({ ...mapped, ...SHOP }, 'build-1')).body.id).toBe(first.body.id);
    await runs.stop({ machine: 'kubeferry-prod-to-dev', name: first.body.id }, { error: 'x', cause: 'y' });
    expect((await start({ ...SHOP, ...mapped }, 'build-1')).body).toEqual({ ...first.body, status: 'ABORTED' });
    expect(runs.started).toHaveLength(1);
  });

  it('refuses a key that was sent with another request', async () => {
    await start(SHOP, 'build-1');
    expect((await start({ ...SHOP, onConflict: 'update' }, 'build-1')).body.status).toBe(422);
    expect(runs.started).toHaveLength(1);
  });

  it('gives one key another run on another route, since records are kept by the name alone', async () => {
    const [here, there] = [await start(SHOP, 'build-1'), await start(SHOP, 'build-1', 'prod-to-qa')];
    expect(here.body.id).not.toBe(there.body.id);
    expect(here.body.id).toMatch(/^clone-[0-9a-f]{32}$/);
  });
});

describe('looking', () => {
  it('shows no run of another route', async () => {
    known('kubeferry-prod-to-qa', 'r1', {});
    expect((await send('GET /routes/prod-to-dev/clones/r1')).status).toBe(404);
    expect((await send('GET /routes/prod-to-qa/clones/r1')).status).toBe(200);
  });

  it('shows no records of another route under the same name', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    await tools.store.put('clones/r1/report.json', JSON.stringify({ route: { name: 'prod-to-qa' }, secret: 1 }));
    await tools.store.put('clones/r1/plan.json', JSON.stringify({ route: 'prod-to-qa', findings: [], secret: 1 }));
    expect((await send('GET /routes/prod-to-dev/clones/r1/report')).status).toBe(404);
    expect((await send('GET /routes/prod-to-dev/plans/r1')).body).not.toHaveProperty('plan');
  });

  it('tells nothing of what the run of another route under the same name has kept, and how it was undone', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'FAILED', input: { migrate: {} } });
    known('kubeferry-roll-back', 'undo-1-r1', { status: 'FAILED', failure: { Error: 'E', Cause: 'of the bank' } });
    runs.events.set('kubeferry-roll-back/undo-1-r1', [
      { id: 1, previous: 0, at: 'then', type: 'TaskStateEntered', state: 'of the bank' },
    ] as never);
    const records = {
      'clone.json': { clone: { cloneId: 'r1', route: { name: 'prod-to-qa' } } },
      'asked.json': { by: 'arn:of the bank' },
      'kept/objects.json': [{ at: 'v1 Namespace of the bank', why: 'others' }],
      'rounds.json': { rounds: [{ number: 1, startedAt: 'of the bank', claims: {} }] },
    };
    for (const [key, record] of Object.entries(records))
      await tools.store.put(`clones/r1/${key}`, JSON.stringify(record));
    const shown = await send('GET /routes/prod-to-dev/clones/r1');
    expect(shown).toMatchObject({ status: 200, body: { askedBy: expect.stringContaining('CloudTrail') } });
    expect(JSON.stringify(shown.body)).not.toContain('of the bank');
    const events = await send('GET /routes/prod-to-dev/clones/r1/events');
    expect(events).toMatchObject({ status: 200, body: { events: [] } });
  });

  it('shows the evidence as it was signed, and says why a run has none', async () => {
    const evidence = 'GET /routes/prod-to-dev/clones/r1/evidence';
    known('kubeferry-prod-to-dev', 'r1', { status: 'RUNNING' });
    expect((await send(evidence)).body.detail).toContain('It is signed when the run ends.');
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    expect((await send(evidence)).body.detail).toContain('Set `evidence: true`');
    const missing = 'Its evidence is not signed. Key k is disabled.';
    await tools.store.put('clones/r1/report.json', JSON.stringify({ evidence: { missing } }));
    expect((await send(evidence)).body.detail).toContain(missing);
    const document = { statement: { route: 'prod-to-dev', run: 'r1' }, entries: [] };
    await tools.store.put('clones/r1/evidence.json', JSON.stringify(document));
    expect(await send(evidence)).toMatchObject({ status: 200, body: document });
    await tools.store.put('clones/r1/evidence.json', JSON.stringify({ statement: { route: 'prod-to-qa' } }));
    expect((await send(evidence)).status).toBe(404);
  });

  it('leaves the lists out of a report that no answer can hold, and says so', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    const report = {
      route: { name: 'prod-to-dev' },
      status: 'SUCCEEDED',
      translations: ['x'.repeat(5e6)],
      results: [],
    };
    await tools.store.put('clones/r1/report.json', JSON.stringify(report));
    const { body } = await send('GET /routes/prod-to-dev/clones/r1/report');
    expect(body).toEqual({ route: { name: 'prod-to-dev' }, status: 'SUCCEEDED', complete: false });
  });

  it('says in a sentence why a run failed, and hides roles of routes', async () => {
    const cause = JSON.stringify({ errorType: 'LockHeld', errorMessage: 'Run r0 is writing to "shop".' });
    known('kubeferry-prod-to-dev', 'r1', { status: 'FAILED', failure: { Error: 'LockHeld', Cause: cause } });
    const { body } = await send('GET /routes/prod-to-dev/clones/r1');
    expect(body.failure).toEqual({ error: 'LockHeld', sentence: 'Run r0 is writing to "shop".' });
    expect(JSON.stringify((await send('GET /routes')).body)).not.toContain('secret-looking');
  });
});
