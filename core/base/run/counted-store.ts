import type { ObjectStore } from '../ports/object-store.ts';

export interface Requests {
  /** PUT and LIST, which cost the same. */
  written: number;
  read: number;
}

/** Keys of one page of ListObjectsV2. */
const PAGE = 1000;

/** The same store, which counts what S3 would put on the bill. DELETE is free. */
export function countedStore(store: ObjectStore): { store: ObjectStore; requests: Requests } {
  const requests: Requests = { written: 0, read: 0 };
  const counted: ObjectStore = {
    get(key) {
      requests.read += 1;
      return store.get(key);
    },
    getTagged(key) {
      requests.read += 1;
      return store.getTagged(key);
    },
    put(key, body) {
      requests.written += 1;
      return store.put(key, body);
    },
    putNew(key, body) {
      requests.written += 1;
      return store.putNew(key, body);
    },
    putIf(key, body, etag) {
      requests.written += 1;
      return store.putIf(key, body, etag);
    },
    async *list(prefix) {
      let keys = 0;
      requests.written += 1;
      for await (const key of store.list(prefix)) {
        keys += 1;
        if (keys % PAGE === 0) requests.written += 1;
        yield key;
      }
    },
    delete: (key) => store.delete(key),
    deleteIf: (key, etag) => store.deleteIf(key, etag),
  };
  return { store: counted, requests };
}
