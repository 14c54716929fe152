import { KubeferryError } from '../base/errors.ts';
import type { Entry } from '../base/ports/file-repository.ts';

/** How a repository's own nodes are read. */
export interface Nodes<Node> {
  /** Undefined for what is left out, with all that is in it. */
  entryOf(node: Node, depth: number): Entry | undefined;
  /** What is in a directory; undefined for all else. */
  below(node: Node, entry: Entry): Promise<readonly Node[]> | undefined;
}

/**
 * The entries of some nodes and of all that is in them, depth first, the given ones at `depth`. Not by recursion of
 * generators, of which each entry would climb as many as it is deep.
 */
export async function* depthFirst<Node>(
  nodes: readonly Node[],
  depth: number,
  { entryOf, below }: Nodes<Node>,
  most = MOST_ENTRIES,
): AsyncIterable<{ entry: Entry; node: Node }> {
  const open = [nodes.values()];
  let entries = 0;
  while (open.length > 0) {
    const next = open.at(-1)?.next();
    if (!next || next.done) {
      open.pop();
      continue;
    }
    if (open.length > MOST_DEEP) throw tooDeep();
    if (entries++ === most) throw tooMany(most);
    const entry = entryOf(next.value, depth + open.length - 1);
    if (!entry) continue;
    yield { entry, node: next.value };
    const inside = await below(next.value, entry);
    if (inside) open.push(inside.values());
  }
}

/** A path has 4,096 bytes at most (limits.h, PATH_MAX), and each directory two of them. */
const MOST_DEEP = 2_048;

/**
 * As many as a function of 4 GiB lays out: a million take some 1.2 GiB (`npm run bench -- image`). Directories that share what is in them may name far more
 * than anybody has ever backed up, since a few kilobytes of them multiply at each level.
 */
const MOST_ENTRIES = 3_000_000;

const tooMany = (most: number) =>
  new KubeferryError(
    'InvalidRequest',
    `The snapshot has more than ${most} files and directories, and no more are laid out for one claim. ` +
      'Way out: name a folder of it (path), restore the claim with the tool of the repository, or take a snapshot of its volume.',
  );

const tooDeep = () =>
  new KubeferryError(
    'DataCorrupt',
    `A directory of the backup lies ${MOST_DEEP} deep, which no path of Linux does: it is within itself. ` +
      'Way out: let the tool of the repository check it, or start from another snapshot.',
  );
