import { createHash } from 'node:crypto';
import { KubeferryError } from '../../base/errors.ts';
import type { Entry, FileRepository } from '../../base/ports/file-repository.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import type { RepositoryOrigin } from '../../base/run/origin.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { GIB } from '../../base/sizes.ts';
import { blocksOf, cutRecipes } from '../../image/cut-recipes.ts';
import { findDevice, layOutDevice } from '../../image/device.ts';
import { type Image, layOut } from '../../image/layout.ts';
import { encodeRecipe } from '../../image/recipe.ts';
import { treeOf } from '../../image/tree.ts';
import { Written } from '../../image/written.ts';
import { blocksOfVolume, type ImageKeys, type ImageRecord, imageKeys } from './image-record.ts';

export type FilesVolume = VolumeItem & { origin: RepositoryOrigin };

/**
 * Lays the files of a snapshot out as the volume of a claim, and writes what copying needs: recipes, which blocks they
 * write, and last a record of the whole. The same run and claim give the same bytes, so that it may be killed and run again.
 * Throws NotFound, DataCorrupt and InvalidRequest, each with the claim.
 */
export async function layOutImage(
  repository: FileRepository,
  store: ObjectStore,
  clone: Clone,
  volume: FilesVolume,
): Promise<{ recipes: number; blocks: number }> {
  const keys = imageKeys(clone.cloneId, volume.claim);
  const done = await findRecord<ImageRecord>(store, keys.layout);
  if (done) return { recipes: done.recipes, blocks: done.blocks };
  try {
    const { recipes, blocks } = await layOutAnew(repository, store, clone, volume, keys);
    return { recipes, blocks };
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    throw new KubeferryError(error.name, `Claim ${volume.claim}: ${error.message}`, { cause: error });
  }
}

async function layOutAnew(
  repository: FileRepository,
  store: ObjectStore,
  clone: Clone,
  volume: FilesVolume,
  keys: ImageKeys,
): Promise<ImageRecord> {
  const { sizeGiB, origin } = volume;
  const { snapshotId, path } = origin;
  const { root } = await repository.find({ snapshot: snapshotId, ...(path === undefined ? {} : { path }) });
  const image = await imageOf(repository.walk(root), clone, volume);
  const { tree } = image;
  const places = await repository.locate(tree.pieceIds);
  const { recipes, written } = await writeRecipes(image, places, store, sizeGiB, keys);
  await store.put(keys.written, written.bits);
  const entries = tree.length;
  const record = { snapshotId, bytes: sizeGiB * GIB, entries, inodes: image.inodes, recipes, blocks: written.count };
  await writeRecord(store, keys.layout, record satisfies ImageRecord);
  return record;
}

/** A file system with the tree in it, or the tree's one file as the device that it is. */
async function imageOf(entries: AsyncIterable<Entry>, clone: Clone, volume: FilesVolume): Promise<Image> {
  const bytes = volume.sizeGiB * GIB;
  if (volume.origin.kind === 'image') return layOutDevice(await findDevice(entries), bytes);
  const time = Math.floor(Date.parse(clone.startedAt) / 1_000);
  return layOut(await treeOf(entries), { bytes, uuid: uuidOf(clone.cloneId, volume.claim), label: '', time });
}

/** Recipes that are written at once; each holds some MiB. */
const AT_ONCE = 4;

async function writeRecipes(
  image: Image,
  places: Parameters<typeof cutRecipes>[1],
  store: ObjectStore,
  sizeGiB: number,
  keys: ImageKeys,
) {
  const written = Written.ofBlocks(blocksOfVolume(sizeGiB));
  let recipes = 0;
  let writing: Promise<void>[] = [];
  for (const recipe of cutRecipes(image, places)) {
    for (const block of blocksOf(recipe)) written.add(block);
    recipes++;
    writing.push(store.put(keys.recipe(recipe.number), encodeRecipe(recipe)));
    if (writing.length < AT_ONCE) continue;
    await Promise.all(writing);
    writing = [];
  }
  await Promise.all(writing);
  return { recipes, written };
}

/** Of the file system: a UUID of version 8 (RFC 9562), the same for the same run and claim. */
function uuidOf(cloneId: string, claim: string): Uint8Array {
  const uuid = createHash('sha256').update(`${cloneId}/${claim}`).digest().subarray(0, 16);
  uuid[6] = (uuid[6]! & 0x0f) | 0x80;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  return uuid;
}
