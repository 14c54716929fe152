import type { BlobReader } from '../base/ports/blob-reader.ts';

/** The same store, seen from a folder of it: keys are those below `prefix`, which may be empty or end without a slash. */
export function below(blobs: BlobReader, prefix: string): BlobReader {
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return {
    get: (key, range) => blobs.get(root + key, range),
    async *list(start) {
      for await (const { key, size } of blobs.list(root + start)) yield { key: key.slice(root.length), size };
    },
  };
}

/** The keys of a listing, in their order. */
export async function keysBelow(blobs: BlobReader, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of blobs.list(prefix)) keys.push(key);
  return keys.sort();
}
