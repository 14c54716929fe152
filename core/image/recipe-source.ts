import { hash } from 'node:crypto';
import { KubeferryError } from '../base/errors.ts';
import type { BlobReader } from '../base/ports/blob-reader.ts';
import { BLOCK_BYTES, type BlockSource } from '../base/ports/block-store.ts';
import type { PieceOpener } from '../base/ports/file-repository.ts';
import { type ReadPiece, rangedReader } from '../repositories/ranged-reader.ts';
import { BLOCK } from './ext4.ts';
import { decodeRecipe, type Placement, RECIPE_BLOCKS, RECIPE_BYTES, type Recipe } from './recipe.ts';
import type { Written } from './written.ts';

export interface RecipeSourceInput {
  written: Written;
  /** A recipe as it was encoded. */
  recipe(number: number): Promise<Uint8Array>;
  /** Asked for once, and only when a block is: who lists blocks needs no key. */
  repository(): Promise<{ blobs: BlobReader; opener: PieceOpener }>;
}

/** A recipe that is worked on: what lies in each of its blocks, and how pieces are read. */
interface Open {
  recipe: Recipe;
  metadataIn: Map<number, Recipe['metadata']>;
  placementsIn: Map<number, Placement[]>;
  /** Pieces of which parts lie in more than one block, or at more than one place of it. */
  shared: Set<number>;
  read: ReadPiece;
}

/** Blocks are asked for in ascending order, but several at once: two recipes may be at work. */
const OPEN_RECIPES = 2;

/**
 * An image as a source of blocks: each is a function of its recipe and the repository, whoever asks, whenever, however
 * often. `get` throws DataCorrupt and NotFound as the repository does, with the file that the piece is of.
 */
export function recipeSource({ written, recipe, repository }: RecipeSourceInput): BlockSource {
  const open = new Map<number, Promise<Open>>();
  let opening: ReturnType<typeof repository> | undefined;
  const openNumber = async (number: number): Promise<Open> => {
    opening ??= repository();
    const [bytes, { blobs, opener }] = await Promise.all([recipe(number), opening]);
    return openRecipe(decodeRecipe(bytes), blobs, opener);
  };
  const opened = (number: number): Promise<Open> => {
    const known = open.get(number) ?? openNumber(number);
    open.delete(number);
    open.set(number, known);
    known.catch(() => open.delete(number));
    for (const oldest of open.keys()) if (open.size > OPEN_RECIPES) open.delete(oldest);
    return known;
  };

  return {
    async *list({ startIndex, endIndex } = {}) {
      yield* written.pages(startIndex, endIndex);
    },
    async get({ index }, into = new Uint8Array(BLOCK_BYTES)) {
      await fillBlock(await opened(Math.floor(index / RECIPE_BLOCKS)), index, into);
      return { bytes: into, sha256: hash('sha256', into, 'buffer') };
    },
  };
}

function openRecipe(recipe: Recipe, blobs: BlobReader, opener: PieceOpener): Open {
  const metadataIn = new Map<number, Recipe['metadata']>();
  const placementsIn = new Map<number, Placement[]>();
  const [seen, shared] = [new Set<number>(), new Set<number>()];
  for (const each of recipe.metadata) push(metadataIn, Math.floor((each.block * BLOCK) / BLOCK_BYTES), each);
  const first = recipe.number * RECIPE_BLOCKS;
  for (const each of recipe.placements) {
    const last = Math.floor((each.at + each.take - 1) / BLOCK_BYTES);
    for (let block = Math.floor(each.at / BLOCK_BYTES); block <= last; block++) {
      push(placementsIn, first + block, each);
      if (seen.has(each.piece)) shared.add(each.piece);
      seen.add(each.piece);
    }
  }
  return { recipe, metadataIn, placementsIn, shared, read: rangedReader(blobs, opener, recipe.pieces) };
}

function push<V>(lists: Map<number, V[]>, key: number, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

async function fillBlock(open: Open, index: number, into: Uint8Array) {
  const { recipe, metadataIn, placementsIn } = open;
  into.fill(0);
  const start = index * BLOCK_BYTES;
  for (const { block, bytes } of metadataIn.get(index) ?? []) into.set(bytes, block * BLOCK - start);
  const from = start - recipe.number * RECIPE_BYTES;
  const fill = async (placement: Placement) => {
    const piece = await readFor(open, placement);
    const begin = Math.max(placement.at, from);
    const end = Math.min(placement.at + placement.take, from + BLOCK_BYTES);
    const skip = placement.skip + begin - placement.at;
    into.set(piece.subarray(skip, skip + end - begin), begin - from);
  };
  await Promise.all((placementsIn.get(index) ?? []).map(fill));
}

async function readFor({ recipe, shared, read }: Open, { piece, file }: Placement): Promise<Uint8Array> {
  const { pieces, files } = recipe;
  try {
    return await read(pieces[piece]!, shared.has(piece) ? 'again' : 'once');
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    throw new KubeferryError(error.name, `${error.message} It is needed for file "${files[file]}".`, { cause: error });
  }
}
