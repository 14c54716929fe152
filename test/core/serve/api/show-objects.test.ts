import { beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../../../core/reporting/write-report.ts';
import { config, deployment, PlannedWorld, secret } from '../../plan/planned-world.ts';
import { apiUnderTest } from './api-under-test.ts';

const api = apiUnderTest();
const { known, tools } = api;
const PLAN = 'GET /routes/prod-to-dev/plans/run-1/objects';
const CLONE = 'GET /routes/prod-to-dev/clones/run-1/objects';
const CANARY = 'canary-of-a-secret';

const world = new PlannedWorld([
  ...Array.from({ length: 600 }, (_, at) => config(`settings-${at}`, 'same')),
  deployment('web', { image: 'old.example/web:1', env: [{ name: 'DB_PASSWORD', value: `${CANARY}@db.shop.svc` }] }),
  { ...secret('login', CANARY), metadata: { ...secret('login', CANARY).metadata, uid: 'u-1' } },
  config('kube-root-ca.crt', 'certificate'),
]);
const look = async (path: string, query: Record<string, string> = {}) => (await api.send(path, { query })).body;

/** Every page of a list. */
async function all(path: string, query: Record<string, string> = {}) {
  const pages = [await look(path, query)];
  while (pages.at(-1).next) pages.push(await look(path, { ...query, next: pages.at(-1).next }));
  return { pages, objects: pages.flatMap(({ objects }) => objects) };
}

const mappings = { namespaces: { shop: 'shop-test' }, images: { 'old.example': 'new.example' } };
let run: Awaited<ReturnType<PlannedWorld['start']>>;

beforeAll(async () => {
  run = await world.start({ mappings });
  tools.store = world.store;
  known('kubeferry-prod-to-dev', 'run-1', { status: 'SUCCEEDED' });
});

describe('the objects of a plan', () => {
  // Promise: plan-shows-changes
  it('show each field that changes with its rule, before and after', async () => {
    const { objects, of } = await look(PLAN, { kind: 'deployment' });
    expect(of).toBe('plan');
    expect(objects).toMatchObject([
      {
        ref: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        target: { kind: 'Deployment', namespace: 'shop-test', name: 'web' },
        outcome: 'apply',
      },
    ]);
    expect(objects[0].changes).toContainEqual({
      rule: 'map-images',
      op: 'replace',
      path: '/spec/template/spec/containers/0/image',
      before: 'old.example/web:1',
      after: 'new.example/web:1',
    });
  });

  it('come in pages of which none has an object twice, also in the middle of a shard', async () => {
    const { pages, objects } = await all(PLAN, { limit: '70' });
    expect(pages.length).toBe(9);
    const names = objects.map(({ ref }) => `${ref.kind} ${ref.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(pages[0].facets.objects);
    expect(pages[1]).not.toHaveProperty('facets');
  });

  it('are counted by what they can be filtered by', async () => {
    const { facets } = await look(PLAN, { limit: '1' });
    expect(facets).toMatchObject({
      outcome: { drop: 2 },
      kind: { ConfigMap: 601, Deployment: 1, Secret: 1 },
      namespace: { shop: 604, '': 3 },
      rule: { 'map-images': 1, 'drop-generated-content': 1 },
    });
    for (const [query, count] of [
      [{ outcome: 'drop' }, 2],
      [{ rule: 'map-images' }, 1],
      [{ rule: 'drop-generated-content' }, 1],
      [{ kind: 'Secret', outcome: 'apply' }, 1],
      [{ q: 'SHOP-TEST/settings-59' }, 11],
      [{ q: 'settings-59', kind: 'Secret' }, 0],
      [{ severity: 'blocker' }, 0],
      [{ kind: 'constructor' }, 0],
    ] as const)
      expect((await all(PLAN, query)).objects, JSON.stringify(query)).toHaveLength(count);
  });

  // Promise: no-secret-value
  it('hold no value of a Secret, nor of a variable for one', async () => {
    const { objects } = await all(PLAN, { limit: '500' });
    const text = JSON.stringify(objects);
    expect(text.includes(CANARY)).toBe(false);
    expect(text.includes(Buffer.from(CANARY).toString('base64'))).toBe(false);
    const changed = objects.flatMap(({ changes }) => changes).filter(({ path }) => path.endsWith('/env/0/value'));
    expect(changed).toMatchObject([{ rule: 'map-service-names', before: '***', after: '***' }]);
  });

  it('name why one is left out', async () => {
    const { objects } = await look(PLAN, { outcome: 'drop', kind: 'ConfigMap' });
    expect(objects).toMatchObject([{ ref: { name: 'kube-root-ca.crt' }, rule: 'drop-generated-content', changes: [] }]);
    expect(objects[0].reason).toMatch(/\w/);
  });

  it('are refused under a wrong query, with every mistake', async () => {
    const { status, problems } = await look(PLAN, { limit: '0', outcome: 'applied' });
    expect(status).toBe(400);
    expect(problems.map(({ at }: { at: string }) => at)).toEqual(['query.outcome', 'query.limit']);
    expect((await look(PLAN, { next: 'x' })).problems).toMatchObject([{ at: 'query.next' }]);
  });

  it('are not those of another route under the same name', async () => {
    known('kubeferry-prod-to-qa', 'run-1', { status: 'SUCCEEDED' });
    expect(await look('GET /routes/prod-to-qa/plans/run-1/objects')).toMatchObject({ status: 404 });
  });

  it('are said to be missing, as long as the plan is being made', async () => {
    known('kubeferry-prod-to-dev', 'run-9', { status: 'RUNNING' });
    const { status, detail } = await look('GET /routes/prod-to-dev/plans/run-9/objects');
    expect(status).toBe(404);
    expect(detail).toMatch(/its plan is still being made/);
  });
});

describe('the objects of a clone', () => {
  it('are those of its plan until the run is over, and then what came of each', async () => {
    expect(await look(CLONE, { kind: 'Deployment' })).toMatchObject({ of: 'plan' });
    const { next } = await look(CLONE, { limit: '300' });
    await run.capture();
    await run.translate();
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop-test', name: 'web' };
    const failed = { ref, before: 'absent', result: 'failed', reason: 'quota "pods" is used up' };
    const shard = { wave: '50', objects: [failed] };
    await world.store.put('clones/run-1/ledger/objects/applied/50-1.json', JSON.stringify(shard));
    await writeReport(world.store, run.clone, { endedAt: '2026-11-22T10:30:00Z' });
    const { of, objects, facets } = await look(CLONE, { result: 'failed' });
    expect(of).toBe('run');
    expect(facets.result).toEqual({ failed: 1 });
    expect(objects).toMatchObject([{ ref: { name: 'web' }, target: ref, why: 'quota "pods" is used up' }]);
    expect(objects[0].changes).toContainEqual(expect.objectContaining({ rule: 'map-images' }));
    // Whoever was in the middle of the plan's list goes on in it.
    expect(await look(CLONE, { limit: '300', next })).toMatchObject({ of: 'plan' });
  });
});

it('the report page of a plan shows each field that would change, as that of a run does', async () => {
  const planned = await world.start({ mode: 'plan', mappings });
  await writeReport(world.store, planned.clone, { endedAt: '2026-11-22T10:30:00Z' });
  const page = Buffer.from((await world.store.get(`clones/${planned.clone.cloneId}/report.html`)) ?? '').toString();
  expect(page).toMatch(/map images<\/h4>[\s\S]*old\.example\/web:1[\s\S]*new\.example\/web:1/);
  expect(page.includes(CANARY)).toBe(false);
});
