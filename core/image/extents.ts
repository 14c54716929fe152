import { crc32c } from './crc32c.ts';
import { BLOCK } from './ext4.ts';
import type { Run } from './geometry.ts';

const MAGIC = 0xf30a;
const ENTRY_BYTES = 12;
const IN_INODE = 4;
const IN_BLOCK = 340;
const ROOT_BYTES = 60;

/** The extents of one file: what its inode holds, and the blocks of the tree where four of them are not enough. */
export interface ExtentTree {
  /** 60 bytes. */
  root: Buffer;
  nodes: { place: number; bytes: Buffer }[];
}

/** How extents are numbered in blocks of a file. */
const leavesOf = (runs: readonly Run[]) => {
  let next = 0;
  return runs.map(({ block, count }) => {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUInt32LE(next, 0);
    entry.writeUInt16LE(count, 4);
    entry.writeUInt32LE(block, 8);
    next += count;
    return entry;
  });
};

/**
 * https://docs.kernel.org/filesystems/ext4/ifork.html#extent-tree. `take` gives a place and a block for a node; `seed` is the
 * checksum that those of the inode begin at.
 */
export function extentTree(
  runs: readonly Run[],
  seed: number,
  take: () => { place: number; block: number },
): ExtentTree {
  let level: Buffer[] = leavesOf(runs);
  let depth = 0;
  const nodes: ExtentTree['nodes'] = [];
  while (level.length > IN_INODE) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += IN_BLOCK) {
      const entries = level.slice(at, at + IN_BLOCK);
      const { place, block } = take();
      nodes.push({ place, bytes: nodeOf(entries, depth, seed) });
      above.push(pointerTo(block, entries));
    }
    level = above;
    depth++;
  }
  return { root: fill(Buffer.alloc(ROOT_BYTES), level, IN_INODE, depth), nodes };
}

function nodeOf(entries: Buffer[], depth: number, seed: number): Buffer {
  const bytes = fill(Buffer.alloc(BLOCK), entries, IN_BLOCK, depth);
  const end = ENTRY_BYTES + IN_BLOCK * ENTRY_BYTES;
  bytes.writeUInt32LE(crc32c(seed, bytes.subarray(0, end)), end);
  return bytes;
}

function pointerTo(block: number, [first]: Buffer[]): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES);
  first?.copy(entry, 0, 0, 4);
  entry.writeUInt32LE(block, 4);
  return entry;
}

function fill(bytes: Buffer, entries: Buffer[], most: number, depth: number): Buffer {
  bytes.writeUInt16LE(MAGIC, 0);
  bytes.writeUInt16LE(entries.length, 2);
  bytes.writeUInt16LE(most, 4);
  bytes.writeUInt16LE(depth, 6);
  entries.forEach((entry, at) => {
    entry.copy(bytes, ENTRY_BYTES * (1 + at));
  });
  return bytes;
}
