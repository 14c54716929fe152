import { BLOCKS_PER_GIB } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';

/** What lay-out-image says of an image; written last, so that an image with it is complete. */
export interface ImageRecord {
  /** Of the repository. */
  snapshotId: string;
  bytes: number;
  entries: number;
  inodes: number;
  recipes: number;
  /** Blocks of the snapshot that something lies in. */
  blocks: number;
}

export interface ImageKeys {
  layout: string;
  written: string;
  recipe(number: number): string;
}

export function imageKeys(cloneId: string, claim: string): ImageKeys {
  const root = keysOf(cloneId).image(claim);
  return {
    layout: `${root}layout.json`,
    written: `${root}written`,
    recipe: (number) => `${root}recipe/${String(number).padStart(6, '0')}`,
  };
}

export const blocksOfVolume = (sizeGiB: number) => sizeGiB * BLOCKS_PER_GIB;

/** Throws for a record that lay-out-image must have written. */
export async function readImagePart(store: ObjectStore, key: string): Promise<Uint8Array> {
  const bytes = await store.get(key);
  if (bytes) return bytes;
  throw new Error(`The image was not laid out as its record says: ${key} does not exist.`);
}
