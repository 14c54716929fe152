import { KubeferryError } from '../../base/errors.ts';
import { BLOCK_BYTES, type BlockRef, type BlockSink, type BlockSource } from '../../base/ports/block-store.ts';
import type { Compared } from '../../base/strategy.ts';
import { ZERO_DIGEST } from '../blocks/zero-block.ts';

/** The snapshots of one volume on both sides. */
export interface Sides {
  source: BlockSource;
  target: BlockSource;
}

/**
 * Lists what is to be compared of two snapshots: each block that one of them has, or only those that one has and the other
 * has not, which must be all zeros. Reads the source's, as a source of blocks that is copied from. The target's are in `sink`,
 * which takes nothing: it compares what it is given with what the target has.
 */
export function bothSides(sides: Sides, compared: Compared): { source: BlockSource; sink: BlockSink } {
  const { source, target } = sides;
  const inTarget = new Map<number, BlockRef>();
  const buffers: Uint8Array[] = [];
  return {
    source: {
      async *list(range) {
        for await (const page of pairsOf(sides, compared, range)) {
          for (const { index, there } of page) if (there) inTarget.set(index, there);
          yield page.map(atSource);
        }
      },
      get: (block, into) => source.get(block, into),
    },
    sink: {
      async put(index, _, expected) {
        const there = inTarget.get(index);
        const buffer = buffers.pop() ?? new Uint8Array(BLOCK_BYTES);
        const found = there ? (await target.get(there, buffer)).sha256 : ZERO_DIGEST;
        buffers.push(buffer);
        if (Buffer.compare(found, expected) !== 0) throw different(index);
        inTarget.delete(index);
      },
      seal: () => Promise.resolve(),
    },
  };
}

/** The same list, without what is needed to compare it: of a snapshot with any number of blocks. */
export const listBothSides = (sides: Sides, compared: Compared): BlockSource => ({
  async *list(range) {
    for await (const page of pairsOf(sides, compared, range)) yield page.map(atSource);
  },
  get: () => Promise.reject(new Error('Blocks that are only listed have no bytes.')),
});

async function* pairsOf({ source, target }: Sides, compared: Compared, range: Range): AsyncIterable<Pair[]> {
  for await (const page of merged(source.list(range), target.list(range))) {
    const listed = page.filter(({ here, there }) => compared === 'blocks' || !here || !there);
    if (listed.length > 0) yield listed;
  }
}

type Range = Parameters<BlockSource['list']>[0];

const atSource = ({ index, here }: Pair): BlockRef => ({ ...here, index });

function different(index: number): KubeferryError {
  const at = index * BLOCK_BYTES;
  return new KubeferryError(
    'DataCorrupt',
    `Block ${index} of the target's snapshot (bytes ${at} to ${at + BLOCK_BYTES - 1}) is not that of the source's. ` +
      'No volume was made of it. Way out: start the clone again; if it happens again, tell AWS Support the ids of both snapshots.',
  );
}

interface Pair {
  index: number;
  here?: BlockRef;
  there?: BlockRef;
}

/** Two ascending lists as one; in pages, since a list may have millions of blocks. */
async function* merged(here: AsyncIterable<BlockRef[]>, there: AsyncIterable<BlockRef[]>): AsyncIterable<Pair[]> {
  const [mine, theirs] = [cursor(here), cursor(there)];
  for (;;) {
    const [one, other] = [await mine.page(), await theirs.page()];
    if (!one && !other) return;
    // Up to where both lists are known.
    const end = Math.min(
      one?.at(-1)?.index ?? Number.POSITIVE_INFINITY,
      other?.at(-1)?.index ?? Number.POSITIVE_INFINITY,
    );
    const pairs = new Map<number, Pair>();
    for (const block of mine.upTo(end)) pairs.set(block.index, { index: block.index, here: block });
    for (const block of theirs.upTo(end))
      pairs.set(block.index, { ...pairs.get(block.index), index: block.index, there: block });
    yield [...pairs.values()].toSorted((a, b) => a.index - b.index);
  }
}

/** The rest of a list: its page under way, and what is taken of that. */
function cursor(list: AsyncIterable<BlockRef[]>) {
  const pages = list[Symbol.asyncIterator]();
  let rest: BlockRef[] = [];
  return {
    async page(): Promise<BlockRef[] | undefined> {
      while (rest.length === 0) {
        const next = await pages.next();
        if (next.done) return undefined;
        rest = next.value;
      }
      return rest;
    },
    upTo(end: number): BlockRef[] {
      const count = rest.findIndex(({ index }) => index > end);
      return rest.splice(0, count < 0 ? rest.length : count);
    },
  };
}
