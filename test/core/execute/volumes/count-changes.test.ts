import { expect, it } from 'vitest';
import type { BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { blockWayOf } from '../../../../core/execute/volumes/block-way.ts';
import { countChanges } from '../../../../core/execute/volumes/count-changes.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const clone = { cloneId: 'run-2' } as Clone;
const parent = { sourceSnapshotId: 'snap-1', snapshotId: 'snap-2' };
const volume = { claim: 'shop/data', parent } as VolumeItem;
const changes: BlockSource = {
  async *list() {
    yield [{ index: 3, token: 'a' }, { index: 4 }];
    yield [{ index: 9, token: 'b', isNew: true }];
  },
  get: () => Promise.reject(new Error('nothing is read')),
};

it('counts what EBS has to move by itself, once', async () => {
  const store = memoryObjectStore();
  const asked: (string | undefined)[] = [];
  const open = (since?: string) => {
    asked.push(since);
    return changes;
  };
  for (const _ of [1, 2]) await countChanges(open, store, clone, volume, () => false);
  expect(asked).toEqual(['snap-1']);
  expect(await blockWayOf(store, 'run-2', volume)).toEqual({ parent, blocks: 3, emptied: 1 });
});

it('counts nothing where the time is over, or where there is nothing to go on from', async () => {
  const store = memoryObjectStore();
  await countChanges(
    () => changes,
    store,
    clone,
    volume,
    () => true,
  );
  expect(await blockWayOf(store, 'run-2', volume)).toEqual({ parent });
  await countChanges(
    () => changes,
    store,
    clone,
    { claim: 'shop/data' } as VolumeItem,
    () => false,
  );
  expect(await Array.fromAsync(store.list(''))).toEqual([]);
});
