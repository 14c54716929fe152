import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';

/** A bucket as a folder: what lies in it is no memory of the process. Each request takes a while, as one of S3 does. */
export function folderStore(folder: string, requestMs: number): ObjectStore {
  const at = (key: string) => join(folder, key);
  const get = async (key: string) => {
    await wait(requestMs);
    const found = statSync(at(key), { throwIfNoEntry: false });
    return found?.isFile() ? new Uint8Array(readFileSync(at(key))) : undefined;
  };
  const put = async (key: string, body: Uint8Array | string) => {
    await wait(requestMs);
    mkdirSync(dirname(at(key)), { recursive: true });
    writeFileSync(at(key), body);
  };
  return {
    get,
    put,
    getTagged: async (key) => {
      const body = await get(key);
      return body && { body, etag: '' };
    },
    putNew: async (key, body) => (await get(key)) === undefined && put(key, body).then(() => true),
    putIf: async (key, body) => put(key, body).then(() => true),
    async *list(prefix) {
      await wait(requestMs);
      const parent = dirname(`${prefix}x`);
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
      yield* names.filter((key) => key.startsWith(parent === '.' ? '' : parent) && key.startsWith(prefix)).toSorted();
    },
    delete: async (key) => {
      await wait(requestMs);
      rmSync(at(key), { force: true });
    },
    deleteIf: async (key) => {
      rmSync(at(key), { force: true });
      return true;
    },
  };
}
