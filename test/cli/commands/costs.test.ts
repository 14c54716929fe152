import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const month = { month: '2026-11', clones: 3, failed: 1, dollars: 1.755 };

it('prints what each month has cost', async () => {
  api.answers = { 'GET /routes/prod-to-dev/costs?months=2': { body: { route: 'prod-to-dev', months: [month] } } };
  const { code, out } = await api.kubeferry(['costs', 'prod-to-dev', '--months', '2']);
  expect(code).toBe(0);
  expect(out).toMatch(/2026-11 +3 +1 +\$1\.7[56]/);
});

it.each(['0', '14', '1.5', 'x'])('refuses --months %s before it asks', async (months) => {
  const { code, err } = await api.kubeferry(['costs', 'prod-to-dev', '--months', months]);
  expect([code, api.asked]).toEqual([2, []]);
  expect(err).toContain('write a number from 1 to 13');
});

it('says how a route stands', async () => {
  const body = {
    running: 2,
    waiting: ['clone-7'],
    failedThisWeek: 0,
    last: { id: 'clone-6', status: 'SUCCEEDED', endedAt: '2026-11-22T10:00:00Z' },
    next: { schedule: 'nightly', at: '2026-11-23T02:00:00+01:00' },
    month,
  };
  api.answers = { 'GET /routes/prod-to-dev/summary': { body } };
  const { out } = await api.kubeferry(['summary', 'prod-to-dev']);
  expect(out).toContain('waits       clone-7, for an approval\n');
  expect(out).toContain('next        nightly at 2026-11-23T02:00:00+01:00\n');
});
