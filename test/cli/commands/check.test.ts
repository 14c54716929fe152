import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

const checked = (problems: object[]) => {
  const good = { objects: 12, volumes: 2, snapshots: 1 };
  const body = {
    id: 'clone-1',
    route: 'prod-to-dev',
    checkedAt: '2026-11-30T10:00:00.000Z',
    checkedBy: 'ada',
    good,
    problems,
  };
  api.answers = { 'POST /routes/prod-to-dev/clones/clone-1/checks': { body } };
};

it('ends with 0 when a clone is as its run left it', async () => {
  checked([]);
  const { code, out } = await api.kubeferry(['check', 'prod-to-dev', 'clone-1']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'clone-1 at 2026-11-30T10:00:00.000Z: everything is as the run left it.\n  good: 12 objects, 2 volumes, 1 snapshots that are kept\n',
  });
});

it('ends with 4 when it is not, and says what', async () => {
  checked([{ at: 'vol-1 of claim shop/data', message: 'It does not exist any more.' }]);
  const { code, out } = await api.kubeferry(['check', 'prod-to-dev', 'clone-1']);
  expect(code).toBe(4);
  expect(out).toContain('one thing is not as the run left it');
  expect(out).toContain('  vol-1 of claim shop/data: It does not exist any more.');
});
