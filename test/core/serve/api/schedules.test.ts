import { beforeEach, describe, expect, it } from 'vitest';
import { MADE_BY_CONFIG } from '../../../../core/base/request/schedule.ts';
import { answer } from '../../../../core/serve/api/answer.ts';
import { createMemory } from '../../../../core/serve/api/memory.ts';
import type { ApiTools } from '../../../../core/serve/api/request.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memorySchedules } from '../../../memory/schedules.ts';
import { type FakeRuns, fakeRuns } from './fake-runs.ts';
import { TWO_ROUTES } from './two-routes.ts';

let runs: FakeRuns;
let tools: ApiTools;
beforeEach(() => {
  runs = fakeRuns();
  const clock = leapingClock(new Date('2026-11-22T10:00:00Z'));
  tools = {
    routes: TWO_ROUTES,
    runs,
    schedules: memorySchedules(clock),
    store: memoryObjectStore(),
    newId: () => 'new',
    clock,
    memory: createMemory(clock),
    fileLinks: { link: async (key) => key },
  };
});

async function send(method: string, id = '', body?: unknown, headers: Record<string, string> = {}) {
  const key = `${method} /routes/{route}/schedules${id ? '/{id}' : ''}`;
  const labels = { route: 'prod-to-dev', id };
  const sent = {
    key,
    labels,
    query: {},
    headers,
    caller: 'arn:me',
    at: tools.clock.now(),
    body: body ? JSON.stringify(body) : '',
  };
  const answered = await answer(sent, tools);
  return { ...answered, body: answered.body === '' ? undefined : JSON.parse(answered.body) };
}

const NIGHTLY = {
  name: 'nightly',
  expression: 'cron(0 2 * * ? *)',
  timeZone: 'Europe/Berlin',
  request: { selection: { namespaces: ['shop'] }, onConflict: 'refresh' },
};
const { name: _, ...UNNAMED } = NIGHTLY;

describe('a schedule', () => {
  it('is made with the input of those of the config, and shown with its next three times in its zone', async () => {
    const made = await send('POST', '', { ...NIGHTLY, windowMinutes: 30, overlap: 'queue' });
    expect(made).toMatchObject({ status: 201, headers: { location: '/routes/prod-to-dev/schedules/nightly' } });
    expect(made.body).toMatchObject({
      name: 'nightly',
      route: 'prod-to-dev',
      origin: 'api',
      enabled: true,
      windowMinutes: 30,
      overlap: 'queue',
      request: NIGHTLY.request,
      next: ['2026-11-23T02:00:00+01:00', '2026-11-24T02:00:00+01:00', '2026-11-25T02:00:00+01:00'],
    });
    const stored = await tools.schedules.get('prod-to-dev', 'nightly');
    expect(JSON.parse(stored!.input)).toEqual({
      schedule: 'nightly',
      scheduledTime: '<aws.scheduler.scheduled-time>',
      overlap: 'queue',
      selection: { namespaces: ['shop'] },
      onConflict: 'refresh',
    });
    expect(stored!.description).toContain('arn:me');
  });

  it('is refused with every mistake at once, and nothing is made', async () => {
    const answered = await send('POST', '', {
      name: 'Nightly!',
      expression: 'daily',
      timeZone: 'Middle-earth',
      overlap: 'fight',
      often: true,
      request: { selection: { namespaces: ['bank'] }, volumes: { strategy: 'teleport' } },
    });
    expect([answered.status, answered.headers['content-type']]).toEqual([400, 'application/problem+json']);
    const places = answered.body.problems.map(({ at }: { at: string }) => at);
    for (const at of ['name', 'expression', 'timeZone', 'overlap', 'often', 'request.volumes.strategy'])
      expect(places).toContain(at);
    const { message } = answered.body.problems.find(({ at }: { at: string }) => at === 'expression');
    expect(message).toMatch(/^"daily" is none of rate/);
    expect((await send('GET')).body.schedules).toEqual([]);
  });

  it.each([
    ['a namespace beyond the route', { request: { selection: { namespaces: ['bank'] } } }, 'bank'],
    ['no expression', { expression: undefined }, 'It is missing, and must be a text.'],
    ['a time that has passed', { expression: 'at(2026-11-22T09:59:00)', timeZone: 'UTC' }, 'no time left'],
    ['a request that is a list', { request: [] }, 'request'],
    [
      'a second time that could not succeed',
      { request: { selection: { namespaces: ['shop'] } } },
      '--on-conflict refresh',
    ],
    ['another name than that of the path', { name: 'daily' }, 'cannot be renamed'],
  ])('is refused with %s', async (_case, more, word) => {
    const answered = await send('PUT', 'nightly', { ...UNNAMED, ...more });
    expect(answered.status).toBe(400);
    expect(JSON.stringify(answered.body.problems)).toContain(word);
  });

  it('keeps its name: a second one is refused, and the same key is the same creation', async () => {
    const key = { 'idempotency-key': 'deploy-7' };
    expect((await send('POST', '', NIGHTLY, key)).status).toBe(201);
    expect((await send('POST', '', NIGHTLY, key)).status).toBe(201);
    const second = await send('POST', '', NIGHTLY);
    expect([second.status, second.body.type]).toEqual([409, 'urn:kubeferry:problem:name-taken']);
    expect(second.body.detail).toContain('PUT /routes/prod-to-dev/schedules/nightly');
  });

  it('is made or replaced by PUT, and sent twice it is the same', async () => {
    expect((await send('PUT', 'nightly', UNNAMED)).status).toBe(201);
    const paused = { ...UNNAMED, enabled: false };
    const [first, again] = [await send('PUT', 'nightly', paused), await send('PUT', 'nightly', paused)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.body).toMatchObject({ enabled: false, next: [] });
    expect(again.body).toEqual(first.body);
  });

  it('is deleted once, and then there is none', async () => {
    await send('POST', '', NIGHTLY);
    expect(await send('DELETE', 'nightly')).toMatchObject({ status: 204, body: undefined });
    const again = await send('DELETE', 'nightly');
    expect([again.status, again.body.detail]).toEqual([404, expect.stringContaining('no schedule "nightly"')]);
    expect((await send('GET', 'nightly')).status).toBe(404);
  });
});

describe('a schedule that was made elsewhere', () => {
  const stored = {
    name: 'nightly',
    expression: 'rate(1 day)',
    timeZone: 'UTC',
    enabled: true,
    input: '{"mode":"plan"}',
  };

  it.each([
    [MADE_BY_CONFIG, 'config', 'deploy the hub'],
    ['Of a colleague', 'other', 'whoever made it'],
  ])('is shown, and neither changed nor deleted: %s', async (description, origin, wayOut) => {
    await tools.schedules.create('prod-to-dev', { ...stored, description });
    expect((await send('GET')).body.schedules).toMatchObject([{ name: 'nightly', origin, request: { mode: 'plan' } }]);
    for (const refused of [await send('PUT', 'nightly', UNNAMED), await send('DELETE', 'nightly')]) {
      expect([refused.status, refused.body.type]).toEqual([409, 'urn:kubeferry:problem:made-elsewhere']);
      expect(refused.body.detail).toContain(wayOut);
    }
    expect(await tools.schedules.get('prod-to-dev', 'nightly')).toMatchObject({ ...stored, description });
  });

  it('is shown although nobody can read its input and its expression', async () => {
    const odd = { ...stored, name: 'By.Hand', expression: 'cron(0 2 L * ? *)', input: 'no JSON', description: '' };
    await tools.schedules.create('prod-to-dev', odd);
    expect((await send('GET', 'By.Hand')).body).toMatchObject({ next: [], request: {}, runs: [] });
  });
});

it('shows the last runs of a schedule with what came of them, the latest first, and those of no other', async () => {
  await send('POST', '', NIGHTLY);
  const claim = (schedule: string, time: string, run: string) => {
    const execution = `arn:aws:states:eu-west-1:111122223333:execution:kubeferry-prod-to-dev:${run}`;
    return tools.store.put(`schedules/prod-to-dev/${schedule}/${time}.json`, JSON.stringify({ execution }));
  };
  for (const [day, run] of [
    ['20', 'first'],
    ['21', 'second'],
  ] as const) {
    await claim('nightly', `2026-11-${day}T010000Z`, run);
    await runs.start({ machine: 'kubeferry-prod-to-dev', name: run }, {});
  }
  await claim('nightly-2', '2026-11-21T010000Z', 'of-another');
  await tools.store.put('clones/second/clone.json', JSON.stringify({ clone: { notDue: 'Skipped, since …' } }));
  expect((await send('GET', 'nightly')).body.runs).toMatchObject([
    { id: 'second', scheduledTime: '2026-11-21T01:00:00Z', status: 'RUNNING', notDue: 'Skipped, since …' },
    { id: 'first', scheduledTime: '2026-11-20T01:00:00Z', status: 'RUNNING' },
  ]);
});

it('lists each schedule with how it ended last, and one that never ran without', async () => {
  await send('POST', '', NIGHTLY);
  await send('POST', '', { ...NIGHTLY, name: 'weekly' });
  for (const [day, run] of [
    ['20', 'first'],
    ['21', 'second'],
  ] as const) {
    const execution = `arn:aws:states:eu-west-1:111122223333:execution:kubeferry-prod-to-dev:${run}`;
    await tools.store.put(`schedules/prod-to-dev/nightly/2026-11-${day}T010000Z.json`, JSON.stringify({ execution }));
    const known = {
      machine: 'kubeferry-prod-to-dev',
      name: run,
      status: 'FAILED',
      startedAt: 'then',
      input: {},
    } as const;
    runs.known.set(`kubeferry-prod-to-dev/${run}`, {
      ...known,
      failure: { Error: 'PlanBlocked', Cause: `Of ${run}.` },
    });
  }
  const { schedules } = (await send('GET')).body;
  expect(schedules.map(({ name }: { name: string }) => name)).toEqual(['nightly', 'weekly']);
  expect(schedules[0].last).toMatchObject({
    id: 'second',
    scheduledTime: '2026-11-21T01:00:00Z',
    failure: { error: 'PlanBlocked', sentence: 'Of second.' },
  });
  expect(schedules[1]).not.toHaveProperty('last');
});
