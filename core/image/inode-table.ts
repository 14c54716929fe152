import { BLOCK, INODE, INODE_BYTES, INODES_PER_BLOCK } from './ext4.ts';
import { extentTree } from './extents.ts';
import { deviceData, FLAG, type Inode, inodeBytes } from './inode.ts';
import { type Placement, type PlacementInput, SHORT_TARGET } from './placement.ts';

/** What every inode needs of the whole. */
export interface TableInput extends PlacementInput {
  placement: Placement;
  /** Nanoseconds since the epoch: of what is no file of the source. */
  time: bigint;
}

/** A block of the inode table that begins with this inode. */
export function inodeTableBlock(input: TableInput, first: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const end = Math.min(first + INODES_PER_BLOCK, input.numbering.last + 1);
  for (let inode = first; inode < end; inode++) {
    const what = inodeOf(input, inode);
    if (what) block.set(inodeBytes(what, inode, input.seed), (inode - first) * INODE_BYTES);
  }
  return block;
}

/** Undefined for the reserved ones, which are zeros. */
function inodeOf(input: TableInput, inode: number): Inode | undefined {
  if (inode === INODE.journal) return journalInode(input);
  if (inode === INODE.lostAndFound && !input.numbering.hasLostAndFound) return emptyLostAndFound(input);
  if (inode < INODE.lostAndFound && inode !== INODE.root) return undefined;
  return entryInode(input, inode, input.numbering.entryOf[inode]!);
}

function entryInode(input: TableInput, inode: number, entry: number): Inode {
  const { tree, placement, numbering } = input;
  const kind = tree.kind(entry);
  const target = tree.target(entry);
  const xattrs = placement.xattrs.get(inode);
  const lost = inode === INODE.root && !numbering.hasLostAndFound ? 1 : 0;
  const base = {
    kind,
    permissions: tree.permissions(entry),
    uid: tree.uid(entry),
    gid: tree.gid(entry),
    accessed: tree.accessed(entry),
    modified: tree.modified(entry),
    changed: tree.changed(entry),
    created: input.time,
    links: kind === 'directory' ? 2 + lost + subdirectories(input, entry) : tree.names(entry),
    tail: xattrs?.tail,
    xattrBlock: xattrs?.block ?? 0,
  };
  const ofXattrs = xattrs?.block ? 1 : 0;
  if (kind === 'file') return { ...base, size: tree.size(entry), ...extentsOf(input, inode, ofXattrs) };
  if (kind === 'directory')
    return { ...base, size: placement.counts[inode]! * BLOCK, ...extentsOf(input, inode, ofXattrs) };
  if (kind === 'symlink' && target.length >= SHORT_TARGET)
    return { ...base, size: target.length, ...extentsOf(input, inode, ofXattrs) };
  const data =
    kind === 'symlink' ? target : kind.endsWith('-device') ? deviceData(tree.device(entry)) : new Uint8Array();
  return { ...base, size: target.length, blocks: ofXattrs, data, flags: 0 };
}

function subdirectories({ tree }: TableInput, entry: number): number {
  let count = 0;
  for (const child of tree.children(entry)) if (tree.kind(child) === 'directory') count++;
  return count;
}

function extentsOf({ placement, seed }: TableInput, inode: number, more: number) {
  const count = placement.counts[inode]!;
  const known = placement.trees.get(inode);
  const none = (): never => {
    throw new Error(`The extents of inode ${inode} need blocks that nobody took.`);
  };
  const root = known?.root ?? extentTree(placement.space.runs(placement.places[inode]!, count), seed, none).root;
  const indexed = placement.indexed.has(inode) ? FLAG.indexed : 0;
  return { blocks: count + (known?.blocks ?? 0) + more, data: root, flags: FLAG.extents | indexed };
}

const ownTimes = ({ time }: TableInput) => ({ accessed: time, modified: time, changed: time, created: time });
const ROOT_OWNED = { uid: 0, gid: 0, xattrBlock: 0 };

export function journalInode(input: TableInput): Inode {
  const { blocks } = input.placement.journal;
  const extents = extentsOf(input, INODE.journal, 0);
  return {
    kind: 'file',
    permissions: 0o600,
    ...ROOT_OWNED,
    ...ownTimes(input),
    size: blocks * BLOCK,
    links: 1,
    ...extents,
  };
}

function emptyLostAndFound(input: TableInput): Inode {
  const size = input.placement.counts[INODE.lostAndFound]! * BLOCK;
  const extents = extentsOf(input, INODE.lostAndFound, 0);
  return { kind: 'directory', permissions: 0o700, ...ROOT_OWNED, ...ownTimes(input), size, links: 2, ...extents };
}
