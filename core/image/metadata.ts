import { BLOCK, GROUP_BLOCKS, INODES_PER_BLOCK } from './ext4.ts';
import { hasSuperblock } from './geometry.ts';
import type { Groups } from './groups.ts';
import { inodeTableBlock, type TableInput } from './inode-table.ts';
import type { MetadataBlock } from './metadata-block.ts';
import { superblock, type Whole } from './superblock.ts';

export interface MetadataInput {
  table: TableInput;
  groups: Groups;
  descriptors: Buffer;
  whole: Whole;
}

/** Blocks that lie side by side, of which each is made when its turn comes. */
interface Region {
  block: number;
  count: number;
  make(at: number): Uint8Array;
}

/** The first superblock lies behind room for a boot loader. */
const FIRST_SUPERBLOCK_AT = 1024;

/** Every block that is no file's, ascending: what belongs to the groups, and between it what belongs to inodes. */
export function* metadataBlocks(input: MetadataInput): Generator<MetadataBlock> {
  const { blocks } = input.table.placement;
  const ofInodes = Float64Array.from(blocks.keys()).sort();
  let next = 0;
  for (const { block, count, make } of regionsOf(input)) {
    for (; next < ofInodes.length && ofInodes[next]! < block; next++)
      yield { block: ofInodes[next]!, bytes: blocks.get(ofInodes[next]!)! };
    for (let at = 0; at < count; at++) yield { block: block + at, bytes: make(at) };
  }
  for (; next < ofInodes.length; next++) yield { block: ofInodes[next]!, bytes: blocks.get(ofInodes[next]!)! };
}

function regionsOf({ table, groups, descriptors, whole }: MetadataInput): Region[] {
  const { geometry } = table;
  const regions: Region[] = [];
  for (let group = 0; group < geometry.groups; group++) {
    if (hasSuperblock(group)) regions.push(copyOfSuperblock(whole, descriptors, group));
    if (!groups.isUnwritten(group))
      regions.push({ block: geometry.blockBitmap[group]!, count: 1, make: () => groups.blockBitmap(group) });
    const inodes = groups.usedInodes(group);
    if (inodes === 0) continue;
    regions.push({ block: geometry.inodeBitmap[group]!, count: 1, make: () => groups.inodeBitmap(group) });
    const first = 1 + group * geometry.inodesPerGroup;
    regions.push({
      block: geometry.inodeTable[group]!,
      count: Math.ceil(inodes / INODES_PER_BLOCK),
      make: (at) => inodeTableBlock(table, first + at * INODES_PER_BLOCK),
    });
  }
  return regions.sort((a, b) => a.block - b.block);
}

function copyOfSuperblock(whole: Whole, descriptors: Buffer, group: number): Region {
  const make = (at: number) => {
    if (at > 0) return descriptors.subarray((at - 1) * BLOCK, at * BLOCK);
    const block = Buffer.alloc(BLOCK);
    superblock(whole, group).copy(block, group === 0 ? FIRST_SUPERBLOCK_AT : 0);
    return block;
  };
  return { block: group * GROUP_BLOCKS, count: 1 + whole.geometry.descriptorBlocks, make };
}
