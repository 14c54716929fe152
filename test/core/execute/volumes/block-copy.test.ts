import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { BLOCK_BYTES, type BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { encodeDigestRecord } from '../../../../core/execute/blocks/digest-record.ts';
import { planBlockCopy } from '../../../../core/execute/volumes/plan-block-copy.ts';
import { sealSnapshot } from '../../../../core/execute/volumes/seal-snapshot.ts';
import { memoryBlockSink, memoryStartSnapshot } from '../../../memory/block-store.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { TWO_ROUTES } from '../../serve/api/two-routes.ts';

const clone: Clone = { cloneId: 'r1', mode: 'clone', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
const kmsKeyArn = 'arn:aws:kms:eu-west-1:444455556666:key/1';
const volume = { claim: 'shop/data', origin: { snapshotId: 'snap-source' }, sizeGiB: 1, kmsKeyArn } as VolumeItem;
const place = { account: '444455556666', region: 'eu-west-1' };
const bytes = new Uint8Array(BLOCK_BYTES).fill(7);
const sha256 = createHash('sha256').update(bytes).digest();

const listing = (...indexes: number[]): BlockSource => ({
  async *list() {
    yield indexes.map((index) => ({ index, token: String(index) }));
  },
  get: () => Promise.reject(new Error('nothing is read while a copy is planned')),
});

let world: ReturnType<typeof ebsWorld>;
let store: ReturnType<typeof memoryObjectStore>;
beforeEach(() => {
  world = ebsWorld(leapingClock(new Date('2026-11-22T10:00:00Z')));
  store = memoryObjectStore();
});
const plan = (source: BlockSource) =>
  planBlockCopy(
    () => source,
    async (request) => memoryStartSnapshot(world, place, request),
    store,
    clone,
    volume,
    () => 900_000,
  );

// Promise: redriven-after-seal
it('is redriven after its seal: no block is put any more, and the seal is the same', async () => {
  const first = await plan(listing(0, 3));
  expect(first.segments).toBe(1);
  const sink = memoryBlockSink(world, place, first.snapshotId);
  for (const index of [0, 3]) await sink.put(index, bytes, sha256);
  const digests = [0, 3].map((index) => ({ index, sha256 }));
  await store.put(keysOf('r1').digests(volume.claim, 0), encodeDigestRecord({ segment: 0, digests }));
  await sealSnapshot(sink, store, clone, volume, first.snapshotId);
  await expect(sink.put(0, bytes, sha256)).rejects.toThrow('sealed');

  const again = await plan(listing(0, 3));
  expect(again).toMatchObject({ snapshotId: first.snapshotId, segments: 0 });
  expect(await sealSnapshot(sink, store, clone, volume, again.snapshotId)).toEqual({ snapshotId: first.snapshotId });
});

it('puts its blocks again when it was stopped before the seal', async () => {
  await plan(listing(0, 3));
  expect((await plan(listing(0, 3))).segments).toBe(1);
});

// Promise: whole-block-list
it.each([
  [3, 2],
  [1, 0],
])('refuses a list that is not whole: %d blocks were written, %d are listed', async (written, listed) => {
  await store.put(keysOf('r1').snapshotSize(volume.claim), JSON.stringify({ bytes: written * BLOCK_BYTES }));
  const short = plan(listing(...Array.from({ length: listed }, (_, at) => at)));
  await expect(short).rejects.toMatchObject({ name: 'DataCorrupt', message: expect.stringContaining('snap-source') });
  await expect(plan(listing(...Array.from({ length: written }, (_, at) => at)))).resolves.toMatchObject({
    segments: 1,
  });
});

describe('a parent that was sealed and marked as kept a moment ago', () => {
  const parent = { sourceSnapshotId: 'snap-before', snapshotId: 'snap-twin' };
  const asked: (string | undefined)[] = [];
  /** One attempt of so many, in which EBS refuses to go on from the parent. */
  const attempt = (retries: number, name?: 'NotFound' | 'AccessDenied') =>
    planBlockCopy(
      () => listing(0, 3),
      async (request) => {
        asked.push(request.parentSnapshotId);
        if (request.parentSnapshotId && name) throw new KubeferryError(name, 'EBS knows nothing of snap-twin.');
        return 'snap-new';
      },
      store,
      clone,
      { ...volume, parent },
      () => 900_000,
      { retries, since: '10:00' },
    );
  beforeEach(() => {
    asked.length = 0;
  });

  it.each(['NotFound', 'AccessDenied'] as const)('is gone on from as soon as AWS knows of it: %s', async (name) => {
    await expect(attempt(0, name)).rejects.toMatchObject({ name: 'NotYet' });
    await attempt(1);
    expect(asked).toEqual(['snap-twin', 'snap-twin']);
  });

  it.each(['NotFound', 'AccessDenied'] as const)(
    'gives way to a copy of all blocks when that lasts: %s',
    async (name) => {
      await expect(attempt(2, name)).rejects.toMatchObject({ name: 'NotYet' });
      asked.length = 0;
      // The source's snapshot may be looked for again after it: another operation asks for it then.
      await attempt(3, name);
      expect(asked).toEqual(['snap-twin', undefined]);
    },
  );
});
