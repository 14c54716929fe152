import { expect, it } from 'vitest';
import { countedStore } from '../../../../core/base/run/counted-store.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { noteSnapshot } from '../../../../core/execute/progress/note-progress.ts';
import { readProgress } from '../../../../core/reporting/progress/read-progress.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { CLONE, volumeItem } from '../../execute/progress/volumes.ts';

const keys = keysOf(CLONE);
const claims = (count: number) => Array.from({ length: count }, (_, number) => `shop/data-${number}`);

async function storeWith(all: string[]) {
  const store = memoryObjectStore();
  await store.put(keys.volumes, all.map((claim) => `${JSON.stringify(volumeItem(claim))}\n`).join(''));
  return store;
}

it('takes some fifty requests for 500 volumes of which twenty are under way', async () => {
  const all = claims(500);
  const store = await storeWith(all);
  for (const claim of all.slice(0, 300)) await store.put(keys.volume(claim), '{}');
  for (const claim of all.slice(300, 320)) {
    const volume = volumeItem(claim);
    for (let percent = 0; percent < 100; percent++) {
      const noted = { store, cloneId: CLONE, volume, now: new Date(percent * 1000) };
      await noteSnapshot(noted, 'source', { state: 'pending', progress: `${percent}%` });
      await noteSnapshot(noted, 'target', { state: 'pending', progress: `${percent}%` });
    }
  }
  const { store: counted, requests } = countedStore(store);
  const volumes = await readProgress(counted, CLONE, true);
  expect(
    Object.entries(Object.groupBy(volumes, ({ stage }) => stage)).map(([stage, of]) => [stage, of?.length]),
  ).toEqual([
    ['verified', 300],
    ['copying', 20],
    ['waiting', 180],
  ]);
  expect(requests).toEqual({ read: 1 + 2 * 20, written: 2 });
});

it('keeps the order of the volumes, and tells claims apart whose names begin alike', async () => {
  const all = ['shop/data-1', 'shop/data-10', 'shop-2/data'];
  const store = await storeWith(all);
  const noted = { store, cloneId: CLONE, volume: volumeItem('shop/data-1'), now: new Date(0) };
  await noteSnapshot(noted, 'source', { state: 'pending', progress: '10%' });
  await store.put(keys.volume('shop-2/data'), '{}');
  const volumes = await readProgress(store, CLONE, true);
  expect(volumes.map(({ claim, stage }) => [claim, stage])).toEqual([
    ['shop/data-1', 'snapshot'],
    ['shop/data-10', 'waiting'],
    ['shop-2/data', 'verified'],
  ]);
});

it('never sees a volume back at waiting that is verified while it looks', async () => {
  const store = await storeWith(['shop/data']);
  const verifiesMeanwhile = {
    ...store,
    async *list(prefix: string) {
      yield* store.list(prefix);
      // The marks are gone as soon as they were looked for; the record is there before.
      await store.put(keys.volume('shop/data'), '{}');
    },
  };
  const [volume] = await readProgress(verifiesMeanwhile, CLONE, true);
  expect(volume?.stage).toBe('verified');
});

it('knows no volumes before their snapshots are begun', async () => {
  expect(await readProgress(memoryObjectStore(), CLONE, true)).toEqual([]);
});

it('takes the minutes of the plan for the time of a volume', async () => {
  const store = memoryObjectStore();
  // 3 minutes, and 500 MiB/s or 250 MiB/s: 300 GiB take 10.24 or 20.48 minutes.
  const items = [
    volumeItem('shop/a', { sizeGiB: 300, strategy: 'copy-blocks' }),
    volumeItem('shop/b', { sizeGiB: 300 }),
    volumeItem('shop/c', { sizeGiB: 300, snapshotMinutes: 19 }),
  ];
  await store.put(keys.volumes, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const volumes = await readProgress(store, CLONE, true);
  expect(volumes.map(({ plannedSeconds }) => plannedSeconds / 60)).toEqual([14, 24, 43]);
});
