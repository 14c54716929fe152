import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { BLOCK_BYTES, type BlockRef, type BlockSink, type BlockSource } from '../../core/base/ports/block-store.ts';
import { type Deviations, knowing } from './deviations.ts';

export interface OpenBlockStore {
  /** A pending snapshot of 1 GiB, empty or as its parent is; the same one for the same token. */
  start(token: string, parent?: string): Promise<string>;
  sink(snapshotId: string): BlockSink;
  source(snapshotId: string, since?: string): BlockSource;
  /** Lets time pass until the sealed snapshot can be read. */
  settle(snapshotId: string): Promise<void>;
  close?: () => Promise<void>;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const block = (seed: number) => Buffer.alloc(BLOCK_BYTES, `block ${seed} `);
const sealOver = (indexes: number[]) =>
  sha256(Buffer.concat([...indexes].sort((a, b) => a - b).map((it) => sha256(block(it)))));

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** What every pair of BlockSource and BlockSink promises. */
export function blockStoreSuite(name: string, open: () => Promise<OpenBlockStore>, deviations: Deviations = {}) {
  const it = knowing(deviations);
  describe(`block store: ${name}`, () => {
    let store: OpenBlockStore;
    let full: string;
    const indexes = [0, 1, 5, ...Array.from({ length: 150 }, (_, at) => 100 + at * 3), 2_047];

    const write = async (snapshotId: string, them: number[]) => {
      const sink = store.sink(snapshotId);
      for (const index of them) await sink.put(index, block(index), sha256(block(index)));
    };
    const refsOf = async (range?: { startIndex?: number; endIndex?: number }): Promise<BlockRef[]> =>
      (await all(store.source(full).list(range))).flat();

    beforeAll(async () => {
      store = await open();
      full = await store.start('full');
      await write(full, [...indexes].reverse());
      await store.sink(full).seal(indexes.length, sealOver(indexes));
      await store.settle(full);
    });
    afterAll(() => store.close?.());

    it('lists the written blocks once each, ascending', async () => {
      expect((await refsOf()).map(({ index }) => index)).toEqual(indexes);
    });

    it('lists a part of them', async () => {
      const part = await refsOf({ startIndex: 5, endIndex: 106 });
      expect(part.map(({ index }) => index)).toEqual([5, 100, 103]);
      expect(await refsOf({ startIndex: 6, endIndex: 100 })).toEqual([]);
    });

    it('reads each block with its digest', async () => {
      for (const ref of [...(await refsOf({ endIndex: 6 })), ...(await refsOf({ startIndex: 2_000 }))]) {
        const got = await store.source(full).get(ref);
        expect(Buffer.from(got.bytes).equals(block(ref.index)), `block ${ref.index}`).toBe(true);
        expect(Buffer.from(got.sha256).equals(sha256(block(ref.index)))).toBe(true);
      }
    });

    it("reads into the caller's buffer", async () => {
      const into = new Uint8Array(BLOCK_BYTES);
      const [ref] = await refsOf();
      const { bytes } = await store.source(full).get(ref!, into);
      expect(bytes).toBe(into);
      expect(Buffer.from(into).equals(block(0))).toBe(true);
    });

    it('refuses a block token of its own invention', async () => {
      await expect(store.source(full).get({ index: 1, token: 'AAAA' })).rejects.toThrow();
    });

    it('starts the same snapshot again for the same token', async () => {
      expect(await store.start('full')).toBe(full);
      expect(await store.start('another')).not.toBe(full);
    });

    it('takes a block twice, and a seal twice', async () => {
      const twice = await store.start('twice');
      await write(twice, [7, 7, 9]);
      await store.sink(twice).seal(2, sealOver([7, 9]));
      await store.settle(twice);
      await store.sink(twice).seal(2, sealOver([7, 9]));
      expect((await all(store.source(twice).list())).flat().map(({ index }) => index)).toEqual([7, 9]);
    });

    it('refuses bytes that do not fit their digest', async () => {
      const damaged = await store.start('damaged');
      await expect(store.sink(damaged).put(1, block(1), sha256(block(2)))).rejects.toThrow();
    });

    it('refuses a seal that does not fit what was written', async () => {
      const short = await store.start('short');
      await write(short, [1, 2]);
      await expect(store.sink(short).seal(2, sealOver([1, 3]))).rejects.toMatchObject({ name: 'DataCorrupt' });
      await expect(store.sink(short).seal(1, sealOver([1, 2]))).rejects.toMatchObject({ name: 'DataCorrupt' });
    });

    it('begins as its parent is, lists what differs from it, and is sealed over what was put alone', async () => {
      const child = await store.start('child', full);
      const bytes = Buffer.alloc(BLOCK_BYTES, 'changed');
      const put = (index: number, them: Buffer) => store.sink(child).put(index, them, sha256(them));
      await put(5, bytes);
      await put(1_000, bytes);
      // Put again and yet the same: whether that is a change is for EBS to say.
      await put(0, block(0));
      const checksum = sha256(Buffer.concat([block(0), bytes, bytes].map(sha256)));
      await expect(store.sink(child).seal(indexes.length + 1, checksum)).rejects.toMatchObject({ name: 'DataCorrupt' });
      await store.sink(child).seal(3, checksum);
      await store.settle(child);

      const written = (await all(store.source(child).list())).flat().map(({ index }) => index);
      expect(written).toEqual([...indexes, 1_000].sort((a, b) => a - b));
      const changed = (await all(store.source(child, full).list())).flat().filter(({ index }) => index > 0);
      expect(changed).toEqual([
        { index: 5, token: expect.any(String) },
        { index: 1_000, token: expect.any(String), isNew: true },
      ]);
      const got = await store.source(child, full).get(changed[0]!);
      expect(Buffer.from(got.bytes).equals(bytes)).toBe(true);
      const back = (await all(store.source(full, child).list({ startIndex: 6 }))).flat();
      expect(back).toEqual([{ index: 1_000 }]);
      const unchanged = await store.start('unchanged', full);
      await store.sink(unchanged).seal(0, sha256(Buffer.alloc(0)));
      await store.settle(unchanged);
      expect((await all(store.source(unchanged, full).list())).flat()).toEqual([]);
    });

    it('cannot be read before it is sealed', async () => {
      const pending = await store.start('pending');
      await expect(all(store.source(pending).list())).rejects.toThrow();
    });
  });
}
