export interface BlobRange {
  offset: number;
  /** In bytes; the blob must have as many behind the offset. */
  length: number;
}

/** Reads whole blobs, or parts of them, of a store that others write to, such as a bucket that a backup tool fills. */
export interface BlobReader {
  /** Undefined when there is no blob of that key. Throws DataCorrupt when the blob ends within the range. */
  get(key: string, range?: BlobRange): Promise<Uint8Array | undefined>;
  /** In no promised order. `size` is in bytes. */
  list(prefix: string): AsyncIterable<{ key: string; size: number }>;
}
