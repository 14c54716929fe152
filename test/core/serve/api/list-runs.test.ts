import { beforeEach, expect, it } from 'vitest';
import { apiUnderTest } from './api-under-test.ts';

const MACHINE = 'kubeferry-prod-to-dev';
let api: ReturnType<typeof apiUnderTest>;
beforeEach(() => {
  api = apiUnderTest();
});

it('says of each run what it was asked for, why it failed, and whether it was rolled back', async () => {
  const selection = { namespaces: ['shop'] };
  const failure = { Error: 'PlanBlocked', Cause: 'The plan has a blocker.' };
  api.known(MACHINE, 'a', { status: 'FAILED', input: { selection, schedule: 'nightly' }, failure });
  api.known(MACHINE, 'b', { status: 'SUCCEEDED', input: { mode: 'plan', selection: { allNamespaces: true } } });
  api.known(MACHINE, 'c', { status: 'SUCCEEDED', input: { selection }, output: { status: 'SKIPPED' } });
  await api.tools.store.put('clones/a/closed.json', '{}');
  const size = { objects: 40, volumes: 3, gibibytes: 5, dollars: 0.11, minutes: 6 };
  await api.tools.store.put('clones/a/size.json', JSON.stringify(size));
  const { status, body } = await api.send('GET /routes/prod-to-dev/clones');
  expect(status).toBe(200);
  const byId = Object.fromEntries(body.clones.map((run: { id: string }) => [run.id, run]));
  expect(byId.a).toMatchObject({
    mode: 'clone',
    namespaces: ['shop'],
    schedule: 'nightly',
    failure: { error: 'PlanBlocked' },
    rolledBack: true,
    size,
  });
  expect(byId.c).not.toHaveProperty('size');
  expect(byId.b).toMatchObject({ mode: 'plan', namespaces: ['*'] });
  expect(byId.b).not.toHaveProperty('rolledBack');
  expect(byId.c).toMatchObject({ skipped: true });
});
