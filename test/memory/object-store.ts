import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';

/** A bucket as a map. Bodies are copied on the way in and out, as over a wire. */
export function memoryObjectStore(objects = new Map<string, Uint8Array>()): ObjectStore {
  const bytesOf = (body: Uint8Array | string) => new Uint8Array(Buffer.from(body));
  const etagOf = (body: Uint8Array) => `"${createHash('md5').update(body).digest('hex')}"`;
  const has = (key: string, etag: string) => {
    const body = objects.get(key);
    return body !== undefined && etagOf(body) === etag;
  };
  return {
    async get(key) {
      return objects.get(key)?.slice();
    },
    async getTagged(key) {
      const body = objects.get(key)?.slice();
      return body && { body, etag: etagOf(body) };
    },
    async put(key, body) {
      objects.set(key, bytesOf(body));
    },
    async putNew(key, body) {
      if (objects.has(key)) return false;
      objects.set(key, bytesOf(body));
      return true;
    },
    async putIf(key, body, etag) {
      if (!has(key, etag)) return false;
      objects.set(key, bytesOf(body));
      return true;
    },
    async *list(prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
      // S3 lists by UTF-8 bytes, which is not the order of JavaScript's strings.
      yield* keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    },
    async delete(key) {
      objects.delete(key);
    },
    async deleteIf(key, etag) {
      if (objects.has(key) && !has(key, etag)) return false;
      objects.delete(key);
      return true;
    },
  };
}
