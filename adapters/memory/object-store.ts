import type { ObjectStore } from '../../core/ports/object-store.ts';

/** A bucket as a map. Bodies are copied on the way in and out, as over a wire. */
export function memoryObjectStore(objects = new Map<string, Uint8Array>()): ObjectStore {
  const bytesOf = (body: Uint8Array | string) => new Uint8Array(Buffer.from(body));
  return {
    async get(key) {
      return objects.get(key)?.slice();
    },
    async put(key, body) {
      objects.set(key, bytesOf(body));
    },
    async claim(key, body) {
      if (objects.has(key)) return false;
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
  };
}
