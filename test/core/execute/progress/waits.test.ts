import { expect, it } from 'vitest';
import { waitsOf } from '../../../../cli/api/volume-lines.ts';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { encodeLines } from '../../../../core/base/shards.ts';
import { noteSnapshot } from '../../../../core/execute/progress/note-progress.ts';
import { freeCopy, roomFor, tellingWaits } from '../../../../core/execute/progress/waits.ts';
import { readProgress } from '../../../../core/reporting/progress/read-progress.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const volume = { claim: 'shop/data', strategy: 'share-and-copy', sizeGiB: 1 } as const;
const copy = (store: ReturnType<typeof memoryObjectStore>, run: () => Promise<string>) =>
  tellingWaits(store, 'r1', volume.claim, freeCopy, run);

// Promise: waits-for-capacity
it('tells what a volume waits for as long as a quota is used up, and no longer', async () => {
  const store = memoryObjectStore();
  await store.put(keysOf('r1').volumes, encodeLines([volume]));
  const now = new Date('2026-11-22T10:00:00Z');
  await noteSnapshot({ store, cloneId: 'r1', volume, now }, 'source', { state: 'completed' });
  const full = new KubeferryError(
    'QuotaReached',
    'Could not copy: Too many copies. The limit is 20 for this destination region.',
  );
  await expect(copy(store, () => Promise.reject(full))).rejects.toBe(full);
  const [waiting] = await readProgress(store, 'r1', true);
  expect(waiting).toMatchObject({ stage: 'copying', waitingFor: 'a free snapshot copy, 20 of 20 in use' });
  expect(await copy(store, async () => 'snap-1')).toBe('snap-1');
  const [going] = await readProgress(store, 'r1', true);
  expect(going).not.toHaveProperty('waitingFor');
});

it.each([
  ['You have exceeded your maximum gp3 storage limit of 50 TiB in this region.', 'gp3 storage'],
  ['You have exceeded your maximum io2 IOPS limit.', 'io2 IOPS'],
])('tells what a volume waits for that cannot be made: %s', async (said, quota) => {
  const store = memoryObjectStore();
  await store.put(keysOf('r1').volumes, encodeLines([volume]));
  const now = new Date('2026-11-22T10:00:00Z');
  await noteSnapshot({ store, cloneId: 'r1', volume, now }, 'target', { state: 'completed' });
  const full = new KubeferryError('QuotaReached', `Could not create a volume: ${said}`);
  const [type = ''] = quota.split(' ');
  const make = (run: () => Promise<string>) => tellingWaits(store, 'r1', volume.claim, roomFor(type), run);
  await expect(make(() => Promise.reject(full))).rejects.toBe(full);
  const [waiting] = await readProgress(store, 'r1', true);
  expect(waiting).toMatchObject({
    stage: 'creating',
    waitingFor: `room in the quota of ${quota} of the target account`,
  });
  await make(async () => 'vol-1');
  expect((await readProgress(store, 'r1', true))[0]).not.toHaveProperty('waitingFor');
});

it('keeps no wait for what is no quota', async () => {
  const store = memoryObjectStore();
  await expect(copy(store, () => Promise.reject(new KubeferryError('AccessDenied', 'no')))).rejects.toThrow('no');
  for await (const key of store.list('')) expect.fail(`${key} was written`);
});

it('says it in a line, or of many volumes in one', () => {
  const one = { ...volume, stage: 'copying', percent: 0, waitingFor: 'a free snapshot copy, 20 of 20 in use' } as const;
  expect(waitsOf([one])).toEqual(['  shop/data waits for a free snapshot copy, 20 of 20 in use']);
  expect(waitsOf([one, { ...one, claim: 'shop/other' }])).toEqual([
    '  2 volumes wait for a free snapshot copy, 20 of 20 in use',
  ]);
});
