import { beforeEach, expect, it } from 'vitest';
import type { RunDetails } from '../../../../core/base/ports/runs.ts';
import { rememberedRuns } from '../../../../core/serve/api/remembered-runs.ts';
import { rememberedStore } from '../../../../core/serve/api/remembered-store.ts';
import { apiUnderTest } from './api-under-test.ts';

const MACHINE = 'kubeferry-prod-to-dev';
const CLONES = '/routes/prod-to-dev/clones';

let api: ReturnType<typeof apiUnderTest>;
/** Calls of AWS: each of a port is one. */
let calls: string[];

/** With everything that the function remembers, over ports that are counted. */
beforeEach(() => {
  api = apiUnderTest();
  calls = [];
  const counted = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (of, method: string) => {
        const real = Reflect.get(of, method);
        if (typeof real !== 'function') return real;
        return (...args: unknown[]) => {
          calls.push(`${name}.${method}`);
          return real.apply(of, args);
        };
      },
    });
  const { tools } = api;
  const [runs, store] = [counted('runs', tools.runs), counted('store', tools.store)];
  tools.runs = rememberedRuns({ ...tools.runs, ...spread(runs) }, tools.memory);
  tools.store = rememberedStore(spread(store), tools.memory);
  tools.schedules = counted('schedules', tools.schedules);
});

/** A port with its methods as own fields, which those that remember copy. */
const spread = <T extends object>(port: T): T =>
  Object.fromEntries(Object.keys(port).map((name) => [name, Reflect.get(port, name)])) as T;

/** Calls of the first look, and of the second. */
async function looks(...paths: string[]): Promise<number[]> {
  const counts: number[] = [];
  for (let look = 0; look < 2; look++) {
    calls.length = 0;
    for (const path of paths) expect((await api.send(`GET ${path}`)).status).toBe(200);
    counts.push(calls.length);
  }
  return counts;
}

/** A clone with a volume that is being copied, whose marks are two. */
async function clone(status: RunDetails['status']) {
  const { store } = api.tools;
  api.known(MACHINE, 'r1', { status, ...(status === 'RUNNING' ? {} : { endedAt: '2026-11-22T09:59:00Z' }) });
  const over = { id: 1, previous: 0, at: '2026-11-22T09:59:00Z', type: 'ExecutionSucceeded' };
  if (status === 'SUCCEEDED') api.runs.events.set(`${MACHINE}/r1`, [over]);
  await store.put('clones/r1/asked.json', '{"by": "arn:ann"}');
  await store.put('clones/r1/clone.json', '{"clone": {"route": {"name": "prod-to-dev"}}}');
  await store.put(
    'clones/r1/volumes.jsonl',
    `${JSON.stringify({ claim: 'shop/a', strategy: 'share-and-copy', sizeGiB: 10, origin: {} })}\n`,
  );
  await store.put('clones/r1/progress/shop.a/copying-000.json', '{"at": "2026-11-22T09:50:00Z"}');
  await store.put('clones/r1/progress/shop.a/copying-040.json', '{"at": "2026-11-22T10:00:00Z"}');
}

it('asks AWS 6 times again for a run under way, whatever was written once', async () => {
  await clone('RUNNING');
  const [first = 0, second] = await looks(`${CLONES}/r1`);
  expect(first).toBeLessThanOrEqual(9);
  expect(second).toBeLessThanOrEqual(6);
});

it('asks AWS twice for a run that has succeeded: whether it is being rolled back', async () => {
  await clone('SUCCEEDED');
  const [first = 0, second] = await looks(`${CLONES}/r1`);
  expect(first).toBeLessThanOrEqual(9);
  expect(second).toBeLessThanOrEqual(2);
});

it('asks AWS 3 times again for a dashboard of a route where nothing runs', async () => {
  await clone('SUCCEEDED');
  const [first = 0, second] = await looks('/routes/prod-to-dev/summary', CLONES);
  expect(first).toBeLessThanOrEqual(9);
  expect(second).toBeLessThanOrEqual(3);
});

it('asks AWS once again for the costs of six months', async () => {
  expect(await looks('/routes/prod-to-dev/costs')).toEqual([6, 1]);
});

it('shows what a roll-back has kept of a run that was looked at before', async () => {
  await clone('SUCCEEDED');
  expect((await api.send(`GET ${CLONES}/r1`)).body).not.toHaveProperty('kept');
  await api.tools.store.put('clones/r1/closed.json', '{}');
  await api.tools.store.put('clones/r1/kept/objects.json', '[{"at": "v1 Namespace shop", "why": "it has a Pod"}]');
  expect((await api.send(`GET ${CLONES}/r1`)).body.kept).toEqual([{ at: 'v1 Namespace shop', why: 'it has a Pod' }]);
});
