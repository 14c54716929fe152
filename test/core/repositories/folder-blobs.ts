import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BlobReader } from '../../../core/base/ports/blob-reader.ts';

export const FIXTURES = 'test/fixtures/repositories';
export const PASSWORD = 'static-passw0rd';

/** A bucket in memory. */
export type Bucket = Map<string, Uint8Array>;

/** What lies in a folder, as a bucket with its paths as keys. */
export const bucketOf = (folder: string): Bucket =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );

export const blobsOf = (bucket: Bucket): BlobReader => ({
  get: async (key, range) =>
    range ? bucket.get(key)?.subarray(range.offset, range.offset + range.length) : bucket.get(key),
  async *list(prefix) {
    for (const [key, { length }] of bucket) if (key.startsWith(prefix)) yield { key, size: length };
  },
});

/** The same with one byte of one blob flipped, at a share of its length. */
export function damaged(bucket: Bucket, prefix: string, share = 0.5): Bucket {
  const [key = '', bytes = new Uint8Array()] = [...bucket].find(([name]) => name.startsWith(prefix)) ?? [];
  const copy = Uint8Array.from(bytes);
  const at = Math.floor(copy.length * share);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return new Map([...bucket, [key, copy]]);
}
