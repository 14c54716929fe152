import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const SCHEDULES = '/routes/prod-to-dev/schedules';
const nightly = {
  name: 'nightly',
  route: 'prod-to-dev',
  origin: 'api',
  enabled: true,
  expression: 'cron(0 2 * * ? *)',
  timeZone: 'UTC',
  overlap: 'skip',
  next: ['2026-11-23T02:00:00Z'],
  request: { mode: 'clone', selection: { namespaces: ['shop'] }, onConflict: 'refresh' },
};

it('lists schedules with their last result in words, and their next time', async () => {
  const last = { id: 'r1', status: 'FAILED', scheduledTime: '2026-11-22T02:00:00Z', failure: { error: 'PlanBlocked' } };
  const weekly = { ...nightly, name: 'weekly', enabled: false };
  api.answers = { [`GET ${SCHEDULES}`]: { body: { schedules: [{ ...nightly, last }, weekly] } } };
  const { code, out } = await api.kubeferry(['schedule', 'list', 'prod-to-dev']);
  expect(code).toBe(0);
  const [head, , first, second] = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(head).toEqual(['name', 'when', 'zone', 'last', 'next', 'made by']);
  expect(first).toEqual([
    'nightly',
    'cron(0 2 * * ? *)',
    'UTC',
    'blocked, 2026-11-22T02:00:00Z',
    '2026-11-23T02:00:00Z',
    'api',
  ]);
  expect(second?.slice(3)).toEqual(['–', 'paused', 'api']);
});

it('starts the request of a schedule now', async () => {
  api.answers = {
    [`GET ${SCHEDULES}/nightly`]: { body: nightly },
    'POST /routes/prod-to-dev/clones': { status: 202, body: { id: 'clone-2', status: 'RUNNING' } },
  };
  const { code, out } = await api.kubeferry(['schedule', 'run', 'prod-to-dev', 'nightly', '--no-wait']);
  expect([code, out]).toEqual([0, 'clone-2\n']);
  expect(api.sent.at(-1)).toEqual({ selection: { namespaces: ['shop'] }, onConflict: 'refresh' });
});
