import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { BLOCK_BYTES, type BlockSink } from '../../../../core/base/ports/block-store.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { sealOf } from '../../../../core/execute/blocks/checksum.ts';
import { copySegment } from '../../../../core/execute/blocks/copy-segment.ts';
import { encodeDigestRecord } from '../../../../core/execute/blocks/digest-record.ts';
import { planSegments } from '../../../../core/execute/blocks/plan-segments.ts';
import { imageSource } from '../../../../core/execute/images/image-source.ts';
import { type FilesVolume, layOutImage } from '../../../../core/execute/images/lay-out-image.ts';
import { openPieces, openRepository, type RepositoryType } from '../../../../core/repositories/open-repository.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { factsOfFile, filesOn, fsck } from '../../image/laid-out.ts';
import { expectedFacts } from '../../repositories/facts.ts';
import { type Bucket, blobsOf, bucketOf, FIXTURES, PASSWORD } from '../../repositories/folder-blobs.ts';

const clone = { cloneId: 'run-1', startedAt: '2026-11-30T08:00:00.000Z' } as Clone;
const run = { cloneId: clone.cloneId, claim: 'shop/files' };
const volumeOf = (type: RepositoryType, origin: Partial<FilesVolume['origin']>): FilesVolume =>
  ({
    claim: 'shop/files',
    strategy: 'write-image',
    sizeGiB: 1,
    origin: {
      kind: 'files',
      snapshotId: 'latest',
      repository: { type, bucket: 'b', prefix: '', secret: 'arn' },
      ...origin,
    },
  }) as FilesVolume;

let store: ReturnType<typeof memoryObjectStore>;
beforeEach(() => {
  store = memoryObjectStore();
});

const place = (bucket: Bucket) => ({ blobs: blobsOf(bucket), prefix: '' });
const layOutIn = async (type: RepositoryType, bucket: Bucket, origin: Partial<FilesVolume['origin']> = {}) =>
  layOutImage(await openRepository(type, place(bucket), PASSWORD), store, clone, volumeOf(type, origin));

/** Copies as the machine does: each segment by a function that knows nothing of the others, some of them twice. */
async function copyAll(type: RepositoryType, bucket: Bucket) {
  const open = async () => ({ blobs: blobsOf(bucket), opener: await openPieces(type, place(bucket), PASSWORD) });
  const source = () => imageSource(store, run, open);
  const device = new Map<number, Uint8Array>();
  const sink: BlockSink = {
    put: async (index, bytes, sha256) => {
      expect(createHash('sha256').update(bytes).digest()).toEqual(Buffer.from(sha256));
      device.set(index, Uint8Array.from(bytes));
    },
    seal: async () => {},
  };
  const segments = await planSegments((await source()).list());
  const records: Uint8Array[] = [];
  for (const segment of [...segments].reverse()) {
    const job = { source: await source(), sink, segment, workers: 8, zeroBlocks: 'skip' } as const;
    const { digests } = await copySegment(job);
    records.unshift(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const seal = await sealOf(records, segments.length, createHash('sha256'));
  expect(seal.changedBlocks).toBe(device.size);
  return device;
}

// Promise: files-as-backed-up
it('brings the files of a restic snapshot through planning, copying and sealing as they are', async () => {
  const bucket = bucketOf(`${FIXTURES}/restic-v2`);
  const laid = await layOutIn('restic', bucket);
  expect(laid.recipes).toBeGreaterThan(0);
  const device = await copyAll('restic', bucket);
  expect(device.size).toBeLessThanOrEqual(laid.blocks);
  expect(Math.max(...device.keys())).toBeLessThan(2 ** 30 / BLOCK_BYTES);
  const files = await filesOn(device);
  files.delete('lost+found');
  const facts = Object.fromEntries([...files].map(([path, file]) => [path, factsOfFile(file)]));
  expect(facts).toEqual(expectedFacts().tree);
  expect(fsck(device, 2 ** 30) ?? 'Pass 5').toContain('Pass 5');
});

it('brings those of a Kopia snapshot, or of a folder of it', async () => {
  const bucket = bucketOf(`${FIXTURES}/kopia`);
  await layOutIn('kopia', bucket, { path: '/tmp/w/h/worlds/src/small/db' });
  const files = await filesOn(await copyAll('kopia', bucket));
  expect([...files.keys()].sort()).toEqual(['big.bin', 'lost+found', 'pg_wal', 'sparse.img', 'text.log']);
  const { h: hash = '' } = expectedFacts().tree['db/text.log'] ?? {};
  expect(createHash('sha256').update(files.get('text.log')!.contents).digest('hex').slice(0, 16)).toBe(hash);
});

// Promise: devices-from-backups
it('brings a device that Velero keeps as one file, byte for byte, and writes none of its zeros', async () => {
  const bucket = bucketOf(`${FIXTURES}/kopia-device`);
  const { blocks } = await layOutIn('kopia', bucket, { kind: 'image' });
  const device = await copyAll('kopia', bucket);
  const written = Buffer.alloc(blocks * BLOCK_BYTES);
  for (const [index, bytes] of device) written.set(bytes, index * BLOCK_BYTES);
  const bytes = written.subarray(0, 3_146_240);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    '69cf6f0e235fd972360a82cda44b72726d0a7034c99d3436025b9e213f7bd6e1',
  );
  expect(written.subarray(bytes.length).every((byte) => byte === 0)).toBe(true);
  expect([...device.keys()].sort((a, b) => a - b)).toEqual([0, 4, 6]);
});

it('refuses files that are to be a device, with the claim and some of them', async () => {
  await expect(layOutIn('restic', bucketOf(`${FIXTURES}/restic-v2`), { kind: 'image' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringMatching(
      /^Claim shop\/files: A block device is kept as one file that has all of its bytes, and the snapshot holds /,
    ),
  });
});

it('is killed before its record, and writes the same again', async () => {
  const bucket = bucketOf(`${FIXTURES}/restic-v2`);
  await layOutIn('restic', bucket);
  const before = await recordsOf();
  await store.delete('clones/run-1/images/shop.files/layout.json');
  await layOutIn('restic', bucket);
  expect(await recordsOf()).toEqual(before);
});

it('has neither the password nor a key in its records, and no bytes of files', async () => {
  const bucket = bucketOf(`${FIXTURES}/restic-v2`);
  await layOutIn('restic', bucket);
  for (const text of Object.values(await recordsOf())) expect(text).not.toContain(PASSWORD);
});

it('names the claim where the repository fails', async () => {
  const bucket = bucketOf(`${FIXTURES}/restic-v2`);
  const pruned = new Map([...bucket].filter(([key]) => !key.startsWith('index/')));
  await expect(layOutIn('restic', pruned)).rejects.toMatchObject({
    name: 'NotFound',
    message: expect.stringMatching(/^Claim shop\/files: Tree [0-9a-f]{64} of the restic repository is in none /),
  });
  await expect(store.get('clones/run-1/images/shop.files/layout.json')).resolves.toBeUndefined();
});

async function recordsOf(): Promise<Record<string, string>> {
  const records: Record<string, string> = {};
  for await (const key of store.list('clones/run-1/images/'))
    records[key] = Buffer.from((await store.get(key))!).toString('latin1');
  return records;
}
