/**
 * The run's records. One bucket behind it in AWS (S3), a map in memory.
 * Contract: a put is atomic; a get after a put sees it; `list` is in key order and holds no key twice.
 */
export interface ObjectStore {
  /** The bytes, or undefined when there is no such key. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The bytes with their ETag, for `putIf` and `deleteIf`. */
  getTagged(key: string): Promise<Tagged | undefined>;
  put(key: string, body: Uint8Array | string): Promise<void>;
  /** Writes only if the key is absent (S3 `If-None-Match: *`); false when somebody was first. May run twice: the second is false. */
  putNew(key: string, body: string): Promise<boolean>;
  /** Writes only over what has this ETag (S3 `If-Match`); false when it was changed or removed. May run twice: the second is false. */
  putIf(key: string, body: string, etag: string): Promise<boolean>;
  /** Keys under a prefix. */
  list(prefix: string): AsyncIterable<string>;
  /** No error when it is gone already. */
  delete(key: string): Promise<void>;
  /** Deletes only what has this ETag (S3 `If-Match`); false when it was changed. True when it is gone already. */
  deleteIf(key: string, etag: string): Promise<boolean>;
}

export interface Tagged {
  body: Uint8Array;
  /** Changes with the bytes. */
  etag: string;
}
