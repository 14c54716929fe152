/**
 * Numbers of ext4 as we lay it out (https://docs.kernel.org/filesystems/ext4/): 4 KiB blocks, descriptors of 32 bytes
 * and thus block numbers of 32 bits, groups of as many blocks as a bitmap of one block has bits.
 */
export const BLOCK = 4096;
export const GROUP_BLOCKS = 8 * BLOCK;
export const INODE_BYTES = 256;
export const INODES_PER_BLOCK = BLOCK / INODE_BYTES;
export const DESCRIPTOR_BYTES = 32;
/** Groups whose bitmaps and inode tables lie together. */
export const FLEX_GROUPS = 16;
/** Beyond this many bytes block numbers need more than 32 bits. */
export const LARGEST_IMAGE = 2 ** 32 * BLOCK;

/** Inodes with a purpose of their own; files begin behind `lost+found`. */
export const INODE = { root: 2, journal: 8, lostAndFound: 11, first: 12 } as const;
/** The first ten are never free, whatever uses them. */
export const RESERVED_INODES = 10;

/** Little-endian, as all of ext4 but its journal. */
export function littleEndian32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
