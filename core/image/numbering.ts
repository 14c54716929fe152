import { INODE } from './ext4.ts';
import type { Tree } from './tree.ts';

const LOST_AND_FOUND = 'lost+found';

/** Which entry has which inode: names of one file share one, and inodes follow the order of the tree. */
export interface Numbering {
  /** By entry. */
  inodeOf: Uint32Array;
  /** By inode: the first entry that has it; 0, the root's, for an inode without an entry. */
  entryOf: Uint32Array;
  /** The highest inode in use; all below are used too. */
  last: number;
  /** Whether the tree has a directory `lost+found`, as a backup of a whole ext4 has; otherwise one is made. */
  hasLostAndFound: boolean;
}

export function numberInodes(tree: Tree): Numbering {
  const inodeOf = new Uint32Array(tree.length);
  const entryOf = new Uint32Array(tree.length + INODE.first);
  const lost = lostAndFoundOf(tree);
  let next: number = INODE.first;
  for (let entry = 0; entry < tree.length; entry++) {
    const first = tree.first(entry);
    if (first !== entry) inodeOf[entry] = inodeOf[first]!;
    else {
      const inode = entry === 0 ? INODE.root : entry === lost ? INODE.lostAndFound : next++;
      inodeOf[entry] = inode;
      entryOf[inode] = entry;
    }
  }
  return { inodeOf, entryOf, last: next - 1, hasLostAndFound: lost !== undefined };
}

function lostAndFoundOf(tree: Tree): number | undefined {
  for (const child of tree.children(0))
    if (tree.kind(child) === 'directory' && tree.name(child).toString('latin1') === LOST_AND_FOUND) return child;
  return undefined;
}

export const LOST_AND_FOUND_NAME = Buffer.from(LOST_AND_FOUND);
