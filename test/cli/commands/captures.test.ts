import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const CAPTURES = '/routes/prod-to-dev/captures';
const nightly = {
  id: 'capture-1',
  name: 'nightly-shop',
  route: 'prod-to-dev',
  takenAt: '2026-11-20T02:00:00Z',
  expiresAt: '2026-12-04T02:00:00Z',
  namespaces: ['shop'],
  objects: 40,
  volumes: 2,
  gibibytes: 3.5,
  dollarsPerMonth: 0.18,
  usedBy: ['clone-7'],
};

it('lists captures with their size, their price, and who uses them', async () => {
  api.answers = { [`GET ${CAPTURES}`]: { body: { captures: [nightly] } } };
  const { code, out } = await api.kubeferry(['captures', 'prod-to-dev']);
  expect(code).toBe(0);
  const [, , row] = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(row?.filter((_, at) => at !== 2)).toEqual([
    'nightly-shop',
    'capture-1',
    'shop',
    '40',
    '2',
    '3.5',
    '$0.18',
    '2026-12-04T02:00:00Z',
    'clone-7',
  ]);
});

it('says when there is none', async () => {
  api.answers = { [`GET ${CAPTURES}`]: { body: { captures: [] } } };
  expect((await api.kubeferry(['captures', 'prod-to-dev'])).out).toContain('There is no capture of the source');
});

it('removes one, and says how to follow that', async () => {
  const body = { id: 'capture-1', route: 'prod-to-dev', rollBack: { id: 'x', status: 'RUNNING' } };
  api.answers = { [`DELETE ${CAPTURES}/capture-1`]: { status: 202, body } };
  const { code, out } = await api.kubeferry(['captures', 'prod-to-dev', '--delete', 'capture-1']);
  expect(code).toBe(0);
  expect(out).toContain('kubeferry status prod-to-dev capture-1');
});

it('takes one under a name, of the namespaces, and for as long as it is told', async () => {
  api.answers = { [`POST ${CAPTURES}`]: { status: 202, body: { id: 'capture-2', status: 'RUNNING' } } };
  const flags = ['--name', 'nightly-shop', '--keep', '14d', '-n', 'shop', '--no-wait'];
  const { code, out } = await api.kubeferry(['capture', 'prod-to-dev', ...flags]);
  expect({ code, out }).toEqual({ code: 0, out: 'capture-2\n' });
  expect(api.sent.at(-1)).toEqual({
    selection: { namespaces: ['shop'] },
    capture: { name: 'nightly-shop', keep: '14d' },
  });
});
