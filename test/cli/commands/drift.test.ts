import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

const PLANS = '/routes/prod-to-dev/plans';
const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const differing = [
  {
    ref,
    target: { ...ref, namespace: 'shop-test' },
    outcome: 'apply',
    drift: 'changed',
    changes: [
      {
        rule: 'drift',
        op: 'replace',
        path: '/spec/replicas',
        before: 5,
        after: 2,
        by: 'target',
        managers: ['kubectl-edit'],
      },
      { rule: 'drift', op: 'replace', path: '/spec/paused', before: true, after: false, by: 'source' },
    ],
    findings: [],
  },
  { ref: { ...ref, name: 'old' }, outcome: 'apply', drift: 'gone-from-source', changes: [], findings: [] },
];

function answering(objects: object[]) {
  api.forget();
  const plan = { id: 'plan-1', route: 'prod-to-dev', status: 'SUCCEEDED', startedAt: 'then' };
  const request = { selection: { namespaces: ['shop'] }, planHash: 'a'.repeat(64) };
  const facets = { objects: objects.length, outcome: {}, kind: {}, namespace: {}, rule: {}, severity: {}, result: {} };
  api.answers = {
    'GET /routes/prod-to-dev/clones/clone-1': { body: { id: 'clone-1', request } },
    [`POST ${PLANS}`]: { status: 202, body: { id: 'plan-1', status: 'RUNNING' } },
    [`GET ${PLANS}/plan-1`]: { body: plan },
    [`GET ${PLANS}/plan-1/objects?limit=500`]: { body: { of: 'plan', facets, objects } },
  };
}

describe('kubeferry drift', () => {
  beforeEach(() => answering(differing));

  it('ends with 4 when a clone differs, and says what and by whom', async () => {
    const { code, out } = await api.kubeferry(['drift', 'prod-to-dev', 'clone-1']);
    expect(code).toBe(4);
    expect(out.trim().split('\n').slice(0, 6)).toEqual([
      'clone-1: 2 objects differ from the source as it is now.',
      '',
      '  ~ Deployment shop-test/web',
      '      ~ /spec/replicas: 5 -> 2 (changed in the target by kubectl-edit)',
      '      ~ /spec/paused: true -> false (changed in the source)',
      '  - Deployment shop/old: deleted in the source, and still in the target',
    ]);
    expect(api.sent).toEqual([{ selection: { namespaces: ['shop'] }, driftOf: 'clone-1' }]);
  });

  it('ends with 0 when it does not', async () => {
    answering([]);
    const { code, out } = await api.kubeferry(['drift', 'prod-to-dev', 'clone-1']);
    expect({ code, out }).toEqual({ code: 0, out: 'clone-1 is as its source is now.\n' });
  });

  it('prints the objects as JSON', async () => {
    const { code, out } = await api.kubeferry(['drift', 'prod-to-dev', 'clone-1', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toEqual({ of: 'clone-1', plan: 'plan-1', objects: differing });
  });
});
