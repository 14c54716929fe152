import { beforeEach, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { closeRun } from '../../../../core/execute/undo/close-run.ts';
import { forgetExports, forgetPlanExport } from '../../../../core/execute/undo/forget-exports.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

let store: ReturnType<typeof memoryObjectStore>;

/** Every kind of whole objects of two runs. */
beforeEach(async () => {
  store = memoryObjectStore();
  for (const run of ['new', 'old']) {
    const keys = keysOf(run);
    for (const prefix of [keys.planExport, keys.export, keys.translated('workload', '180'), keys.former.objects])
      await store.put(`${prefix}000000.ndjson.zst`, 'a Secret');
    await store.put(keys.plan, '{}');
  }
});

async function left(run: string): Promise<string[]> {
  const found: string[] = [];
  for await (const key of store.list('exports/')) if (key.includes(`/${run}/`)) found.push(key.split('/')[1] ?? '');
  return found;
}

// Promise: export-lifetime
it('keeps of a clone that stands only what was applied', async () => {
  expect(await forgetExports(store, 'new', 'verified')).toBe(3);
  expect(await left('new')).toEqual(['translated']);
  expect(await left('old')).toEqual(['former', 'plan', 'source', 'translated']);
  expect(await store.get(keysOf('new').plan)).toBeDefined();
  expect(await forgetExports(store, 'new', 'verified')).toBe(0);
});

// Promise: export-lifetime
it('keeps nothing of a run that is rolled back', async () => {
  await closeRun(store, 'new', '2026-01-01T00:00:00Z');
  await forgetExports(store, 'new', 'roll-back');
  expect(await left('new')).toEqual([]);
});

// Promise: export-lifetime
it('forgets what a former clone applied once a refresh has taken its place, and not before', async () => {
  const { former } = keysOf('new');
  await writeRecord(store, former.plan, { clones: ['old'], swaps: [] });
  await forgetExports(store, 'new', 'verified');
  expect(await left('old')).toContain('translated');
  await writeRecord(store, former.retired, { at: '2026-01-01T00:00:00Z', done: true });
  await forgetExports(store, 'new', 'verified');
  expect(await left('old')).toEqual(['former', 'plan', 'source']);
});

// Promise: export-lifetime
it('forgets what a plan was made on, and nothing that a run works with', async () => {
  await forgetPlanExport(store, 'new');
  expect(await left('new')).toEqual(['former', 'source', 'translated']);
});
