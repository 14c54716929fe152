import { KubeferryError } from '../base/errors.ts';
import { checkTwice } from './check-name.ts';
import { linearBlocks, type Name } from './directory-block.ts';
import { BLOCK, INODE } from './ext4.ts';
import { extentTree } from './extents.ts';
import type { Geometry } from './geometry.ts';
import { hashTree } from './hash-tree.ts';
import { seedOfInode } from './inode.ts';
import { journalBlocks, journalSuperblock } from './journal.ts';
import { LOST_AND_FOUND_NAME, type Numbering } from './numbering.ts';
import { Space } from './space.ts';
import type { Tree } from './tree.ts';
import { sealXattrBlock, xattrsOnDisk } from './xattrs.ts';

/** A short target lies in the inode itself. */
export const SHORT_TARGET = 60;
/** Linux links a file no more often on ext4. */
const MOST_LINKS = 65_000;
/** e2fsck wants some room to put things into. */
const LOST_AND_FOUND_BLOCKS = 4;

/** Where the blocks of one inode are, in places of the space. */
export interface Placed {
  place: number;
  blocks: number;
}

/** Where the blocks of every inode are, and the bytes of those that are no file's: names, extents, attributes, targets. */
export interface Placement {
  space: Space;
  journal: Placed;
  /** By inode. */
  places: Uint32Array;
  counts: Uint32Array;
  /** Of inodes whose extents need a tree: the 60 bytes, and how many blocks it takes. */
  trees: Map<number, { root: Buffer; blocks: number }>;
  xattrs: Map<number, { tail?: Buffer; block: number }>;
  indexed: Set<number>;
  /** By block. */
  blocks: Map<number, Buffer>;
  directoriesIn: Uint32Array;
  /** Names of entries and of their attributes that ext4 cannot keep. */
  left: { path: string; names: string[] }[];
}

export interface PlacementInput {
  tree: Tree;
  numbering: Numbering;
  geometry: Geometry;
  bytes: number;
  uuid: Uint8Array;
  /** The checksum that all of the file system begin at. */
  seed: number;
}

/** One after the other in the order of the tree, so that what was backed up together is read together. */
export function placeAll(input: PlacementInput): Placement {
  const { tree, numbering, geometry } = input;
  const space = new Space(geometry);
  const placement: Placement = {
    space,
    journal: { place: 0, blocks: journalBlocks(input.bytes) },
    places: new Uint32Array(numbering.last + 1),
    counts: new Uint32Array(numbering.last + 1),
    trees: new Map(),
    xattrs: new Map(),
    indexed: new Set(),
    blocks: new Map(),
    directoriesIn: new Uint32Array(geometry.groups),
    left: [],
  };
  const placing = new Placing(input, placement);
  placing.journal();
  if (!numbering.hasLostAndFound) placing.emptyLostAndFound();
  for (let entry = 0; entry < tree.length; entry++) if (tree.first(entry) === entry) placing.entry(entry);
  return placement;
}

class Placing {
  readonly #in: PlacementInput;
  readonly #out: Placement;

  constructor(input: PlacementInput, output: Placement) {
    this.#in = input;
    this.#out = output;
  }

  journal(): void {
    const { journal, space, blocks } = this.#out;
    journal.place = this.#take(INODE.journal, journal.blocks);
    blocks.set(space.block(journal.place), journalSuperblock(journal.blocks, this.#in.uuid));
  }

  emptyLostAndFound(): void {
    const own = { name: Buffer.from('.'), inode: INODE.lostAndFound, kind: 'directory' } as const;
    const parent = { name: Buffer.from('..'), inode: INODE.root, kind: 'directory' } as const;
    this.#countDirectory(INODE.lostAndFound);
    const seed = this.#seed(INODE.lostAndFound);
    this.#put(INODE.lostAndFound, linearBlocks([own, parent], seed, LOST_AND_FOUND_BLOCKS));
  }

  entry(entry: number): void {
    const { tree, numbering } = this.#in;
    const inode = numbering.inodeOf[entry]!;
    const kind = tree.kind(entry);
    if (tree.names(entry) > MOST_LINKS) throw tooManyLinks(tree.path(entry), tree.names(entry));
    if (kind === 'directory') this.#directory(entry, inode);
    else if (kind === 'file') this.#take(inode, Math.ceil(tree.size(entry) / BLOCK));
    else if (kind === 'symlink' && tree.target(entry).length >= SHORT_TARGET) this.#longTarget(entry, inode);
    this.#xattrs(entry, inode);
  }

  #directory(entry: number, inode: number): void {
    const parent = this.#in.numbering.inodeOf[this.#in.tree.parent(entry)]!;
    const seed = this.#seed(inode);
    const names = [...this.#names(entry)];
    checkTwice(
      names.map(({ name }) => name),
      () => this.#in.tree.path(entry),
    );
    const own: Name = { name: Buffer.from('.'), inode, kind: 'directory' };
    const up: Name = { name: Buffer.from('..'), inode: parent, kind: 'directory' };
    this.#countDirectory(inode);
    const least = inode === INODE.lostAndFound ? LOST_AND_FOUND_BLOCKS : 1;
    const linear = linearBlocks([own, up, ...names], seed, least);
    const isIndexed = linear.length > 1 && inode !== INODE.lostAndFound;
    if (isIndexed) this.#out.indexed.add(inode);
    this.#put(inode, isIndexed ? hashTree(names, inode, parent, seed) : linear);
  }

  *#names(entry: number): Generator<Name> {
    const { tree, numbering } = this.#in;
    if (entry === 0 && !numbering.hasLostAndFound)
      yield { name: LOST_AND_FOUND_NAME, inode: INODE.lostAndFound, kind: 'directory' };
    for (const child of tree.children(entry))
      yield { name: tree.name(child), inode: numbering.inodeOf[child]!, kind: tree.kind(child) };
  }

  #longTarget(entry: number, inode: number): void {
    const block = Buffer.alloc(BLOCK);
    block.set(this.#in.tree.target(entry));
    this.#put(inode, [block]);
  }

  #xattrs(entry: number, inode: number): void {
    const xattrs = this.#in.tree.xattrs(entry);
    if (xattrs.length === 0) return;
    const { inInode, block, left } = xattrsOnDisk(xattrs);
    if (left.length > 0) this.#out.left.push({ path: this.#in.tree.path(entry), names: left });
    if (inInode) this.#out.xattrs.set(inode, { tail: inInode, block: 0 });
    if (!block) return;
    const at = this.#out.space.block(this.#out.space.take(1));
    this.#out.blocks.set(at, sealXattrBlock(block, at, this.#in.seed));
    this.#out.xattrs.set(inode, { block: at });
  }

  #put(inode: number, contents: Buffer[]): void {
    const place = this.#take(inode, contents.length);
    contents.forEach((bytes, at) => {
      this.#out.blocks.set(this.#out.space.block(place + at), bytes);
    });
  }

  /** Blocks of an inode, and those of its extents where it has more than its inode holds. */
  #take(inode: number, count: number): number {
    const { space, places, counts, trees, blocks } = this.#out;
    const place = space.take(count);
    places[inode] = place;
    counts[inode] = count;
    const runs = space.runs(place, count);
    if (runs.length <= 4) return place;
    const { root, nodes } = extentTree(runs, this.#seed(inode), () => {
      const at = space.take(1);
      return { place: at, block: space.block(at) };
    });
    for (const node of nodes) blocks.set(space.block(node.place), node.bytes);
    trees.set(inode, { root, blocks: nodes.length });
    return place;
  }

  #seed(inode: number): number {
    return seedOfInode(inode, this.#in.seed);
  }

  #countDirectory(inode: number): void {
    const group = Math.floor((inode - 1) / this.#in.geometry.inodesPerGroup);
    this.#out.directoriesIn[group] = this.#out.directoriesIn[group]! + 1;
  }
}

const tooManyLinks = (path: string, names: number) =>
  new KubeferryError(
    'InvalidRequest',
    `File "${path}" has ${names} names; ext4 allows ${MOST_LINKS} for one file. ` +
      'Way out: restore this claim with the tool of the repository onto another file system.',
  );
