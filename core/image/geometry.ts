import { KubeferryError } from '../base/errors.ts';
import {
  BLOCK,
  DESCRIPTOR_BYTES,
  FLEX_GROUPS,
  GROUP_BLOCKS,
  INODE_BYTES,
  LARGEST_IMAGE,
  RESERVED_INODES,
} from './ext4.ts';

/** A run of blocks. */
export interface Run {
  block: number;
  count: number;
}

/** Where everything that is no file lies: a function of the size and of how many inodes are needed. */
export interface Geometry {
  blocks: number;
  groups: number;
  inodesPerGroup: number;
  /** Blocks of one group's inode table, and of the table of descriptors. */
  tableBlocks: number;
  descriptorBlocks: number;
  /** By group. */
  blockBitmap: Uint32Array;
  inodeBitmap: Uint32Array;
  inodeTable: Uint32Array;
  /** Ascending; none touch. */
  reserved: Run[];
}

/** mke2fs makes an inode for each 16 KiB; we do at least that, and leave a fifth free where the files need more. */
const BYTES_PER_INODE = 16_384;
const ROOM = 1.25;
/** A last group that could hold hardly more than its own metadata is left out, as mke2fs does. */
const SMALLEST_LAST_GROUP = 50;
/** Blocks and inodes alike are counted in 32 bits. */
const MOST = 2 ** 32 - 1;

/** Throws InvalidRequest for a size that ext4 without 64-bit block numbers, or the inodes, do not fit. */
export function geometryOf(bytes: number, inodesNeeded: number): Geometry {
  if (bytes > LARGEST_IMAGE) {
    throw new KubeferryError(
      'InvalidRequest',
      `An image of ${Math.ceil(bytes / 2 ** 40)} TiB was asked for; files of a repository are laid out on up to 16 TiB. ` +
        'Way out: ask for a smaller claim, or restore it with the tool of the repository.',
    );
  }
  const blocks = withoutSmallTail(Math.min(Math.floor(bytes / BLOCK), MOST));
  const groups = Math.ceil(blocks / GROUP_BLOCKS);
  const inodesPerGroup = inodesFor(inodesNeeded + RESERVED_INODES, groups, blocks);
  const descriptorBlocks = Math.ceil((groups * DESCRIPTOR_BYTES) / BLOCK);
  const tableBlocks = (inodesPerGroup * INODE_BYTES) / BLOCK;
  const places = placeMetadata({ blocks, groups, tableBlocks, descriptorBlocks });
  return { blocks, groups, inodesPerGroup, tableBlocks, descriptorBlocks, ...places };
}

function withoutSmallTail(blocks: number): number {
  const tail = blocks % GROUP_BLOCKS;
  return blocks > GROUP_BLOCKS && tail < SMALLEST_LAST_GROUP ? blocks - tail : blocks;
}

function inodesFor(needed: number, groups: number, blocks: number): number {
  const byRatio = (blocks * BLOCK) / BYTES_PER_INODE / groups;
  const wanted = Math.ceil(Math.max(byRatio, (needed * ROOM) / groups) / 16) * 16;
  return Math.min(wanted, GROUP_BLOCKS, Math.floor(MOST / groups / 16) * 16);
}

/** sparse_super: copies of the superblock lie in groups 0 and 1 and the powers of 3, 5 and 7. */
export function hasSuperblock(group: number): boolean {
  if (group <= 1) return true;
  return [3, 5, 7].some((base) => {
    let power = base;
    while (power < group) power *= base;
    return power === group;
  });
}

function placeMetadata({
  blocks,
  groups,
  tableBlocks,
  descriptorBlocks,
}: Omit<Geometry, 'inodesPerGroup' | 'blockBitmap' | 'inodeBitmap' | 'inodeTable' | 'reserved'>) {
  const copies: Run[] = [];
  for (let group = 0; group < groups; group++)
    if (hasSuperblock(group)) copies.push({ block: group * GROUP_BLOCKS, count: 1 + descriptorBlocks });
  const reserved = [...copies];
  const [blockBitmap, inodeBitmap, inodeTable] = [0, 0, 0].map(() => new Uint32Array(groups)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];

  for (let flex = 0; flex < groups; flex += FLEX_GROUPS) {
    const members = Math.min(FLEX_GROUPS, groups - flex);
    const near = copies.filter(({ block }) => block >= flex * GROUP_BLOCKS && block < (flex + members) * GROUP_BLOCKS);
    let next = flex * GROUP_BLOCKS;
    const take = (count: number): number => {
      for (const copy of near)
        if (copy.block < next + count && copy.block + copy.count > next) next = copy.block + copy.count;
      if (next + count > blocks) throw tooSmall(blocks);
      reserved.push({ block: next, count });
      next += count;
      return next - count;
    };
    const firstBitmap = take(members);
    const firstInodeBitmap = take(members);
    for (let at = 0; at < members; at++) {
      blockBitmap[flex + at] = firstBitmap + at;
      inodeBitmap[flex + at] = firstInodeBitmap + at;
      inodeTable[flex + at] = take(tableBlocks);
    }
  }
  return { blockBitmap, inodeBitmap, inodeTable, reserved: joined(reserved) };
}

function joined(runs: Run[]): Run[] {
  const ascending = runs.sort((a, b) => a.block - b.block);
  const all: Run[] = [];
  for (const { block, count } of ascending) {
    const last = all.at(-1);
    if (last && last.block + last.count === block) last.count += count;
    else all.push({ block, count });
  }
  return all;
}

const tooSmall = (blocks: number) =>
  new KubeferryError(
    'InvalidRequest',
    `A volume of ${blocks * BLOCK} bytes is too small for the inodes of its files. Way out: ask for a larger volume in volumes.sizes.`,
  );
