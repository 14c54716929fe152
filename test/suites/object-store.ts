import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { type Deviations, knowing } from './deviations.ts';

export interface OpenObjectStore {
  store: ObjectStore;
  close?: () => Promise<void>;
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** What every ObjectStore promises. `open` gives an empty one. */
export function objectStoreSuite(name: string, open: () => Promise<OpenObjectStore>, deviations: Deviations = {}) {
  const it = knowing(deviations);
  describe(`object store: ${name}`, () => {
    let opened: OpenObjectStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close?.());
    const text = async (key: string) => {
      const bytes = await opened.store.get(key);
      return bytes && Buffer.from(bytes).toString('utf8');
    };
    const keysUnder = (prefix: string) => all(opened.store.list(prefix));

    it('reads what was written last', async () => {
      await opened.store.put('clones/a/plan.json', 'first');
      await opened.store.put('clones/a/plan.json', 'grüße');
      expect(await text('clones/a/plan.json')).toBe('grüße');
    });

    it('keeps bytes as they are', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
      await opened.store.put('clones/a/digests/000000', bytes);
      expect(Buffer.from((await opened.store.get('clones/a/digests/000000'))!).equals(bytes)).toBe(true);
    });

    it('says that a key is absent', async () => {
      expect(await opened.store.get('clones/none')).toBeUndefined();
    });

    it('gives a key to the first who puts it, and to nobody after', async () => {
      expect(await opened.store.putNew('locks/x', 'mine')).toBe(true);
      expect(await opened.store.putNew('locks/x', 'yours')).toBe(false);
      expect(await text('locks/x')).toBe('mine');
    });

    it('gives a key to exactly one of many who put it at once', async () => {
      const claims = Array.from({ length: 8 }, (_, who) => opened.store.putNew('locks/race', String(who)));
      const won = (await Promise.all(claims)).flatMap((first, who) => (first ? [String(who)] : []));
      expect(won).toHaveLength(1);
      expect(await text('locks/race')).toBe(won[0]);
    });

    it('lets a key be put again when it was deleted', async () => {
      await opened.store.putNew('locks/again', 'one');
      await opened.store.delete('locks/again');
      expect(await opened.store.putNew('locks/again', 'two')).toBe(true);
    });

    it('changes what nobody has changed since it was read, and nothing else', async () => {
      await opened.store.put('locks/change', 'one');
      const seen = (await opened.store.getTagged('locks/change'))!;
      expect(Buffer.from(seen.body).toString('utf8')).toBe('one');
      expect(await opened.store.putIf('locks/change', 'two', seen.etag)).toBe(true);
      expect(await opened.store.putIf('locks/change', 'three', seen.etag)).toBe(false);
      expect(await text('locks/change')).toBe('two');
      await opened.store.delete('locks/change');
      expect(await opened.store.putIf('locks/change', 'four', seen.etag)).toBe(false);
      expect(await opened.store.getTagged('locks/change')).toBeUndefined();
    });

    it('lets exactly one of many change it at once', async () => {
      await opened.store.put('locks/changes', 'x');
      const { etag } = (await opened.store.getTagged('locks/changes'))!;
      const tries = Array.from({ length: 8 }, (_, who) => opened.store.putIf('locks/changes', String(who), etag));
      const won = (await Promise.all(tries)).flatMap((first, who) => (first ? [String(who)] : []));
      expect(won).toHaveLength(1);
      expect(await text('locks/changes')).toBe(won[0]);
    });

    it('deletes what nobody has changed since it was read', async () => {
      await opened.store.put('locks/delete', 'one');
      const { etag } = (await opened.store.getTagged('locks/delete'))!;
      await opened.store.put('locks/delete', 'two');
      expect(await opened.store.deleteIf('locks/delete', etag)).toBe(false);
      expect(await text('locks/delete')).toBe('two');
      const latest = (await opened.store.getTagged('locks/delete'))!;
      expect(await opened.store.deleteIf('locks/delete', latest.etag)).toBe(true);
      expect(await text('locks/delete')).toBeUndefined();
    });

    it('is content when what it deletes on a condition is gone', async () => {
      await opened.store.put('locks/gone', 'one');
      const { etag } = (await opened.store.getTagged('locks/gone'))!;
      await opened.store.delete('locks/gone');
      expect(await opened.store.deleteIf('locks/gone', etag)).toBe(true);
    });

    it('deletes what does not exist without a word', async () => {
      await opened.store.delete('clones/none');
    });

    it('lists the keys under a prefix in order, over many pages', async () => {
      const keys = Array.from({ length: 1_205 }, (_, at) => `clones/list/${String(at).padStart(6, '0')}`);
      for (let at = 0; at < keys.length; at += 50) {
        await Promise.all(
          [...keys]
            .reverse()
            .slice(at, at + 50)
            .map((key) => opened.store.put(key, 'x')),
        );
      }
      await opened.store.put('clones/list-other', 'x');
      expect(await keysUnder('clones/list/')).toEqual(keys);
      expect(await keysUnder('clones/nothing/')).toEqual([]);
    });

    it('takes keys with the characters that Kubernetes and ARNs have', async () => {
      const key = 'clones/a/volumes/shop.data-db-0 (1)+&=é.json';
      await opened.store.put(key, 'x');
      expect(await text(key)).toBe('x');
      expect(await keysUnder('clones/a/volumes/')).toEqual([key]);
    });
  });
}
