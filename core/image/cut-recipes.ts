import { BLOCK_BYTES } from '../base/ports/block-store.ts';
import type { Places } from '../base/ports/file-repository.ts';
import { BLOCK } from './ext4.ts';
import { FileBytes } from './file-bytes.ts';
import type { FileRun, Image } from './layout.ts';
import type { MetadataBlock } from './metadata-block.ts';
import { RECIPE_BYTES, type Recipe } from './recipe.ts';

/** A placement in bytes of the image, before it is known which recipe's it is. */
interface Laid {
  at: number;
  take: number;
  skip: number;
  piece: number;
  entry: number;
}

/** The recipes of an image, ascending, one in memory at a time; parts that nothing lies in have none. */
export function* cutRecipes(image: Image, places: Places): Generator<Recipe> {
  const metadata = peekable(image.metadata());
  const laid = peekable(laidOut(image, places));
  for (;;) {
    const nextBlock = metadata.peek()?.block;
    const starts = [nextBlock === undefined ? undefined : nextBlock * BLOCK, laid.peek()?.at];
    const first = Math.min(...starts.map((start) => start ?? Number.POSITIVE_INFINITY));
    if (first === Number.POSITIVE_INFINITY) return;
    const number = Math.floor(first / RECIPE_BYTES);
    const end = (number + 1) * RECIPE_BYTES;
    const blocks: MetadataBlock[] = [...metadata.takeWhile(({ block }) => block * BLOCK < end)];
    yield recipeOf(
      number,
      image,
      blocks,
      laid.takeWhile(({ at }) => at < end),
      places,
    );
  }
}

function recipeOf(
  number: number,
  { tree }: Image,
  metadata: MetadataBlock[],
  laid: Iterable<Laid>,
  places: Places,
): Recipe {
  const pieces = new Map<number, number>();
  const files = new Map<number, number>();
  const placements: Recipe['placements'] = [];
  for (const { at, take, skip, piece, entry } of laid) {
    const own = { piece: numberOf(pieces, piece), file: numberOf(files, entry) };
    placements.push({ at: at - number * RECIPE_BYTES, take, skip, ...own });
  }
  return {
    number,
    metadata,
    pieces: [...pieces.keys()].map((piece) => places.get(tree.pieceId(piece))!),
    placements,
    files: [...files.keys()].map((entry) => tree.path(entry)),
  };
}

function numberOf(known: Map<number, number>, key: number): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}

function* laidOut(image: Image, places: Places): Generator<Laid> {
  const bytes = new FileBytes(image.tree, places);
  for (const run of image.files()) yield* laidRun(image, run, bytes);
}

function* laidRun({ tree }: Image, { entry, block, count, fileBlock }: FileRun, bytes: FileBytes): Generator<Laid> {
  const from = fileBlock * BLOCK;
  const to = Math.min(from + count * BLOCK, tree.size(entry));
  const shift = block * BLOCK - from;
  for (const { piece, skip, take, from: at } of bytes.parts(entry, from, to))
    yield* split({ at: at + shift, take, skip, piece, entry });
}

/** Nothing lies in two recipes. */
function* split({ at, take, skip, piece, entry }: Laid): Generator<Laid> {
  for (let done = 0; done < take; ) {
    const room = RECIPE_BYTES - ((at + done) % RECIPE_BYTES);
    const part = Math.min(room, take - done);
    yield { at: at + done, take: part, skip: skip + done, piece, entry };
    done += part;
  }
}

function peekable<T>(items: Iterable<T>) {
  const iterator = items[Symbol.iterator]();
  let next = iterator.next();
  return {
    peek: (): T | undefined => (next.done ? undefined : next.value),
    *takeWhile(holds: (item: T) => boolean): Generator<T> {
      while (!next.done && holds(next.value)) {
        const { value } = next;
        next = iterator.next();
        yield value;
      }
    },
  };
}

/** Which blocks of a snapshot a recipe writes, ascending. */
export function blocksOf({ number, metadata, placements }: Recipe): number[] {
  const blocks = new Set<number>();
  for (const { block } of metadata) blocks.add(Math.floor((block * BLOCK) / BLOCK_BYTES));
  for (const { at, take } of placements) {
    const start = number * RECIPE_BYTES + at;
    const last = Math.floor((start + take - 1) / BLOCK_BYTES);
    for (let block = Math.floor(start / BLOCK_BYTES); block <= last; block++) blocks.add(block);
  }
  return [...blocks].sort((a, b) => a - b);
}
