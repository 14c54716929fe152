import { crc32c } from './crc32c.ts';
import { BLOCK, DESCRIPTOR_BYTES, GROUP_BLOCKS, INODE, INODE_BYTES } from './ext4.ts';
import type { Geometry } from './geometry.ts';
import { HASH_SEED } from './half-md4.ts';

/** What is known of the whole. */
export interface Whole {
  geometry: Geometry;
  uuid: Uint8Array;
  label: string;
  /** Seconds since the epoch: when it was made. */
  time: number;
  freeBlocks: number;
  freeInodes: number;
  /** 60 bytes of the journal's inode, and its size, for who has to repair it. */
  journal: { data: Uint8Array; bytes: number };
}

/** https://docs.kernel.org/filesystems/ext4/super.html: what a kernel must know, and may read without knowing. */
const COMPATIBLE = { has_journal: 0x4, ext_attr: 0x8, dir_index: 0x20 };
const INCOMPATIBLE = { filetype: 0x2, extents: 0x40, flex_bg: 0x200 };
const READABLE = {
  sparse_super: 0x1,
  large_file: 0x2,
  huge_file: 0x8,
  dir_nlink: 0x20,
  extra_isize: 0x40,
  metadata_csum: 0x400,
};

const any = (features: Record<string, number>) => Object.values(features).reduce((all, each) => all | each, 0);
const LOG_FLEX_GROUPS = 4;
const CRC32C = 1;
const SIGNED_HASH = 1;

/** The 1,024 bytes of the superblock that lies in a group. */
export function superblock(whole: Whole, group: number): Buffer {
  const { geometry, time, journal } = whole;
  const bytes = Buffer.alloc(1024);
  const words: [number, number][] = [
    [0x00, geometry.inodesPerGroup * geometry.groups],
    [0x04, geometry.blocks],
    [0x0c, whole.freeBlocks],
    [0x10, whole.freeInodes],
    [0x18, Math.log2(BLOCK / 1024)],
    [0x1c, Math.log2(BLOCK / 1024)],
    [0x20, GROUP_BLOCKS],
    [0x24, GROUP_BLOCKS],
    [0x28, geometry.inodesPerGroup],
    [0x30, time],
    [0x40, time],
    [0x4c, 1],
    [0x54, INODE.lostAndFound],
    [0x5c, any(COMPATIBLE)],
    [0x60, any(INCOMPATIBLE)],
    [0x64, any(READABLE)],
    [0xe0, INODE.journal],
    [0x108, time],
    [0x10c + 60, Math.floor(journal.bytes / 2 ** 32)],
    [0x10c + 64, journal.bytes % 2 ** 32],
    [0x160, SIGNED_HASH],
  ];
  const halves: [number, number][] = [
    [0x36, 0xffff],
    [0x38, 0xef53],
    [0x3a, 1],
    [0x3c, 1],
    [0x58, INODE_BYTES],
    [0x5a, group & 0xffff],
    [0x15c, 32],
    [0x15e, 32],
  ];
  for (const [at, value] of words) bytes.writeUInt32LE(value, at);
  for (const [at, value] of halves) bytes.writeUInt16LE(value, at);
  HASH_SEED.forEach((word, at) => {
    bytes.writeUInt32LE(word, 0xec + 4 * at);
  });
  const [HALF_MD4, JOURNAL_BACKUP] = [1, 1];
  bytes.set([HALF_MD4, JOURNAL_BACKUP], 0xfc);
  bytes.set(whole.uuid, 0x68);
  bytes.write(whole.label.slice(0, 16), 0x78);
  bytes.set(journal.data, 0x10c);
  bytes[0x174] = LOG_FLEX_GROUPS;
  bytes[0x175] = CRC32C;
  bytes.writeUInt32LE(crc32c(0xffffffff, bytes.subarray(0, 0x3fc)), 0x3fc);
  return bytes;
}

/** What a descriptor says of a group. */
export interface Group {
  blockBitmap: number;
  inodeBitmap: number;
  inodeTable: number;
  freeBlocks: number;
  freeInodes: number;
  directories: number;
  /** Inodes at the end of the table that were never used. */
  unusedInodes: number;
  flags: number;
  blockChecksum: number;
  inodeChecksum: number;
}
/** The bitmaps are not written yet, and the table is zeros. */
export const GROUP_FLAG = { inodesUnwritten: 0x1, blocksUnwritten: 0x2, tableZeroed: 0x4 } as const;

/** https://docs.kernel.org/filesystems/ext4/group_descr.html: 32 bytes of one group. */
export function groupDescriptor(group: Group, number: number, seed: number): Buffer {
  const bytes = Buffer.alloc(DESCRIPTOR_BYTES);
  bytes.writeUInt32LE(group.blockBitmap, 0);
  bytes.writeUInt32LE(group.inodeBitmap, 4);
  bytes.writeUInt32LE(group.inodeTable, 8);
  const halves = [group.freeBlocks, group.freeInodes, group.directories, group.flags];
  halves.forEach((value, at) => {
    bytes.writeUInt16LE(value, 12 + 2 * at);
  });
  bytes.writeUInt16LE(group.blockChecksum & 0xffff, 24);
  bytes.writeUInt16LE(group.inodeChecksum & 0xffff, 26);
  bytes.writeUInt16LE(group.unusedInodes, 28);
  const place = Buffer.alloc(4);
  place.writeUInt32LE(number, 0);
  bytes.writeUInt16LE(crc32c(crc32c(seed, place), bytes) & 0xffff, 30);
  return bytes;
}
