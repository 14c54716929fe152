import { crc32c } from './crc32c.ts';
import { BLOCK, DESCRIPTOR_BYTES, GROUP_BLOCKS } from './ext4.ts';
import { type Geometry, hasSuperblock, type Run } from './geometry.ts';
import type { Placement } from './placement.ts';
import { lastWhere } from './space.ts';
import { GROUP_FLAG, groupDescriptor } from './superblock.ts';

/** What is used of each group: its bitmaps are made when they are asked for. */
export class Groups {
  readonly #geometry: Geometry;
  readonly #placement: Placement;
  readonly #lastInode: number;
  readonly #usedBlocks: Uint32Array;

  constructor(geometry: Geometry, placement: Placement, lastInode: number) {
    this.#geometry = geometry;
    this.#placement = placement;
    this.#lastInode = lastInode;
    this.#usedBlocks = Uint32Array.from({ length: geometry.groups }, (_, group) =>
      this.#usedRuns(group).reduce((sum, { count }) => sum + count, 0),
    );
  }

  usedInodes(group: number): number {
    const { inodesPerGroup } = this.#geometry;
    return Math.min(Math.max(0, this.#lastInode - group * inodesPerGroup), inodesPerGroup);
  }

  usedBlocks(group: number): number {
    return this.#usedBlocks[group]!;
  }

  /**
   * Whether the kernel makes up the bitmap by itself: nothing lies there but what it knows of, a copy of the superblock.
   * Bitmap and table of the group lie elsewhere; the last group may be shorter than its bitmap, and is always written.
   */
  isUnwritten(group: number): boolean {
    const { groups, descriptorBlocks } = this.#geometry;
    const copy = hasSuperblock(group) ? 1 + descriptorBlocks : 0;
    return group !== 0 && group !== groups - 1 && this.usedBlocks(group) === copy;
  }

  blockBitmap(group: number): Buffer {
    const bitmap = Buffer.alloc(BLOCK);
    const start = group * GROUP_BLOCKS;
    for (const { block, count } of this.#usedRuns(group)) setBits(bitmap, block - start, count);
    const size = this.#size(group);
    setBits(bitmap, size, GROUP_BLOCKS - size);
    return bitmap;
  }

  inodeBitmap(group: number): Buffer {
    const bitmap = Buffer.alloc(BLOCK);
    const { inodesPerGroup } = this.#geometry;
    setBits(bitmap, 0, this.usedInodes(group));
    setBits(bitmap, inodesPerGroup, GROUP_BLOCKS - inodesPerGroup);
    return bitmap;
  }

  /** The descriptors of all groups, in whole blocks, and what is free in all. */
  descriptors(seed: number): { bytes: Buffer; freeBlocks: number; freeInodes: number } {
    const { groups, descriptorBlocks, inodesPerGroup } = this.#geometry;
    const bytes = Buffer.alloc(descriptorBlocks * BLOCK);
    let freeBlocks = 0;
    for (let group = 0; group < groups; group++) {
      const free = this.#size(group) - this.usedBlocks(group);
      freeBlocks += free;
      groupDescriptor(this.#describe(group, free, seed), group, seed).copy(bytes, group * DESCRIPTOR_BYTES);
    }
    return { bytes, freeBlocks, freeInodes: groups * inodesPerGroup - this.#lastInode };
  }

  #describe(group: number, freeBlocks: number, seed: number) {
    const { inodesPerGroup, blockBitmap, inodeBitmap, inodeTable } = this.#geometry;
    const used = this.usedInodes(group);
    const unwritten = this.isUnwritten(group);
    const inodesFlag = used === 0 ? GROUP_FLAG.inodesUnwritten : 0;
    const blocksFlag = unwritten ? GROUP_FLAG.blocksUnwritten : 0;
    return {
      blockBitmap: blockBitmap[group]!,
      inodeBitmap: inodeBitmap[group]!,
      inodeTable: inodeTable[group]!,
      freeBlocks,
      freeInodes: inodesPerGroup - used,
      directories: this.#placement.directoriesIn[group]!,
      unusedInodes: inodesPerGroup - used,
      flags: GROUP_FLAG.tableZeroed | inodesFlag | blocksFlag,
      blockChecksum: unwritten ? 0 : crc32c(seed, this.blockBitmap(group)),
      inodeChecksum: used === 0 ? 0 : crc32c(seed, this.inodeBitmap(group).subarray(0, inodesPerGroup / 8)),
    };
  }

  #size(group: number): number {
    return Math.min(GROUP_BLOCKS, this.#geometry.blocks - group * GROUP_BLOCKS);
  }

  #usedRuns(group: number): Run[] {
    return [...this.#reservedIn(group), ...this.#placement.space.usedIn(group)];
  }

  #reservedIn(group: number): Run[] {
    const { reserved } = this.#geometry;
    const start = group * GROUP_BLOCKS;
    const end = start + GROUP_BLOCKS;
    const runs: Run[] = [];
    const first = lastWhere(reserved.length, (at) => reserved[at]!.block + reserved[at]!.count <= start) + 1;
    for (let at = first; at < reserved.length && reserved[at]!.block < end; at++) {
      const from = Math.max(reserved[at]!.block, start);
      const to = Math.min(reserved[at]!.block + reserved[at]!.count, end);
      runs.push({ block: from, count: to - from });
    }
    return runs;
  }
}

function setBits(bitmap: Buffer, from: number, count: number): void {
  let bit = from;
  const end = from + count;
  for (; bit < end && bit % 8 !== 0; bit++) bitmap[bit >> 3]! |= 1 << (bit & 7);
  const whole = Math.max(0, (end - bit) >> 3);
  bitmap.fill(0xff, bit >> 3, (bit >> 3) + whole);
  for (bit += 8 * whole; bit < end; bit++) bitmap[bit >> 3]! |= 1 << (bit & 7);
}
