import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { BlockSource } from '../../base/ports/block-store.ts';
import type { PieceOpener } from '../../base/ports/file-repository.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { recipeSource } from '../../image/recipe-source.ts';
import { Written } from '../../image/written.ts';
import { imageKeys, readImagePart } from './image-record.ts';

/** The blocks of an image that lay-out-image has laid out. */
export async function imageSource(
  store: ObjectStore,
  run: { cloneId: string; claim: string },
  repository: () => Promise<{ blobs: BlobReader; opener: PieceOpener }>,
): Promise<BlockSource> {
  const keys = imageKeys(run.cloneId, run.claim);
  const written = new Written(await readImagePart(store, keys.written));
  return recipeSource({ written, recipe: (number) => readImagePart(store, keys.recipe(number)), repository });
}
