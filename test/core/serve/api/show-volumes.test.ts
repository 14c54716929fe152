import { beforeEach, expect, it } from 'vitest';
import type { RunDetails } from '../../../../core/base/ports/runs.ts';
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

/** It is 10:00: one volume is verified, one is 40 % through since 9:50, and one waits. */
beforeEach(async () => {
  runs = fakeRuns();
  const [clock, store] = [leapingClock(new Date('2026-11-22T10:00:00Z')), memoryObjectStore()];
  tools = {
    routes: TWO_ROUTES,
    runs,
    schedules: memorySchedules(clock),
    store,
    newId: () => 'new',
    clock,
    memory: createMemory(clock),
    fileLinks: { link: async (key) => key },
  };
  const item = { strategy: 'share-and-copy', sizeGiB: 10, origin: { snapshotId: 'snap-secret' } };
  const lines = ['shop/a', 'shop/b', 'shop/c'].map((claim) => `${JSON.stringify({ claim, ...item })}\n`);
  await store.put('clones/r1/volumes.jsonl', lines.join(''));
  await store.put('clones/r1/clone.json', JSON.stringify({ clone: { route: { name: 'prod-to-dev' } } }));
  await store.put('clones/r1/volumes/shop.a.json', '{}');
  await store.put('clones/r1/progress/shop.b/snapshot-090.json', '{"at": "2026-11-22T09:48:00Z"}');
  await store.put('clones/r1/progress/shop.b/copying-000.json', '{"at": "2026-11-22T09:50:00Z"}');
  await store.put('clones/r1/progress/shop.b/copying-020.json', '{"at": "2026-11-22T09:55:00Z"}');
  await store.put('clones/r1/progress/shop.b/copying-040.json', '{"at": "2026-11-22T10:00:00Z"}');
});

async function look(route: string, run: Partial<RunDetails>) {
  const machine = `kubeferry-${route}`;
  const startedAt = '2026-11-22T09:40:00Z';
  runs.known.set(`${machine}/r1`, { machine, name: 'r1', status: 'RUNNING', startedAt, input: {}, ...run });
  const key = 'GET /routes/{route}/clones/{id}';
  const request = {
    key,
    labels: { route, id: 'r1' },
    query: {},
    headers: {},
    body: '',
    caller: 'arn:me',
    at: tools.clock.now(),
  };
  return JSON.parse((await answer(request, tools)).body);
}

it('tells volumes with their stage, their percent and an estimate, and what that is made of', async () => {
  const body = await look('prod-to-dev', {});
  const about = { strategy: 'share-and-copy', sizeGiB: 10 };
  expect(body.volumes).toEqual([
    { claim: 'shop/a', ...about, stage: 'verified', percent: 100 },
    { claim: 'shop/b', ...about, stage: 'copying', percent: 40, estimate: { secondsLeft: 900, basis: 'progress' } },
    // 10 GiB at 250 MiB/s and three minutes, in whole minutes.
    { claim: 'shop/c', ...about, stage: 'waiting', percent: 0, estimate: { secondsLeft: 240, basis: 'plan' } },
  ]);
  expect(body.estimate).toEqual({ secondsLeft: 900, basis: 'plan' });
});

it('gives no estimate when the run is over', async () => {
  const body = await look('prod-to-dev', { status: 'FAILED' });
  expect(body.volumes.map(({ percent }: { percent: number }) => percent)).toEqual([100, 40, 0]);
  expect(JSON.stringify(body)).not.toContain('secondsLeft');
});

it('tells no volumes of a plan, nor of the run of another route under the same name', async () => {
  expect(await look('prod-to-dev', { input: { mode: 'plan' } })).not.toHaveProperty('volumes');
  const other = await look('prod-to-qa', {});
  expect([other.status, other.volumes]).toEqual(['RUNNING', undefined]);
});
