import { KubeferryError } from '../../base/errors.ts';
import type { Entry, Piece } from '../../base/ports/file-repository.ts';
import { depthFirst } from '../depth-first.ts';
import type { ReadPiece } from '../ranged-reader.ts';
import { entryOf, type Node, nodesOf } from './node.ts';

/** The trees of a repository: which there are, and how one is read. */
export interface Trees {
  pieces: Map<string, Piece>;
  read: ReadPiece;
}

/** What `walk` begins at: a tree whose own directory is not known, or a directory that stands in a tree. */
export interface Root {
  tree: string;
  node?: Node;
}

/** Throws NotFound for a tree that no index names. */
export async function readTree({ pieces, read }: Trees, id: string): Promise<Node[]> {
  const piece = pieces.get(id);
  if (piece) return nodesOf(await read(piece));
  throw new KubeferryError(
    'NotFound',
    `Tree ${id} of the restic repository is in none of its indexes: it was pruned, or the index is incomplete. ` +
      'Way out: "restic repair index", or start from another snapshot.',
  );
}

/** A directory's own entry, then what is in it, depth first. `time` is that of a root whose directory is not known. */
export async function* walkTree(trees: Trees, { tree, node }: Root, time: bigint): AsyncIterable<Entry> {
  const own = node && entryOf(node, 0);
  yield own ? { ...own, name: new Uint8Array() } : unknownRoot(time);
  const nodes = depthFirst(await readTree(trees, tree), 1, {
    entryOf,
    below: ({ subtree }) => (subtree ? readTree(trees, subtree) : undefined),
  });
  for await (const { entry } of nodes) yield entry;
}

const unknownRoot = (time: bigint): Entry => ({
  depth: 0,
  name: new Uint8Array(),
  kind: 'directory',
  permissions: 0o755,
  uid: 0,
  gid: 0,
  accessed: time,
  modified: time,
  changed: time,
  size: 0,
  pieces: [],
  xattrs: [],
});
