import type { Entry, EntryKind } from '../base/ports/file-repository.ts';
import { crc32c } from './crc32c.ts';
import { INODE_BYTES, littleEndian32 } from './ext4.ts';

/** What an inode says (https://docs.kernel.org/filesystems/ext4/inodes.html). */
export interface Inode
  extends Pick<Entry, 'kind' | 'permissions' | 'uid' | 'gid' | 'accessed' | 'modified' | 'changed' | 'size'> {
  /** Nanoseconds since the epoch. */
  created: bigint;
  links: number;
  /** Blocks of its data, its extents and its attributes. */
  blocks: number;
  /** 60 bytes: extents, a short target, or a device. */
  data: Uint8Array;
  flags: number;
  /** What follows its own fields: attributes. */
  tail?: Uint8Array;
  /** The block of its attributes; 0 for none. */
  xattrBlock: number;
}

export const FLAG = { indexed: 0x1000, extents: 0x80000 } as const;

/** st_mode's type. */
const TYPES: Record<EntryKind, number> = {
  file: 0x8000,
  directory: 0x4000,
  symlink: 0xa000,
  'character-device': 0x2000,
  'block-device': 0x6000,
  fifo: 0x1000,
  socket: 0xc000,
};
/** dir_nlink: a directory with more counts no more. */
const MOST_LINKS = 65_000;
const EXTRA_BYTES = 32;
const SECTORS_PER_BLOCK = 8;
const NANOSECONDS = 1_000_000_000n;

/** 256 bytes. `seed` is the checksum that all of the file system begin at. */
export function inodeBytes(inode: Inode, number: number, seed: number): Buffer {
  const bytes = Buffer.alloc(INODE_BYTES);
  const sectors = inode.blocks * SECTORS_PER_BLOCK;
  bytes.writeUInt16LE(TYPES[inode.kind] | inode.permissions, 0x00);
  halves(bytes, inode.uid, 0x02, 0x78);
  halves(bytes, inode.gid, 0x18, 0x7a);
  bytes.writeUInt16LE(inode.links > MOST_LINKS ? 1 : inode.links, 0x1a);
  bytes.writeUInt32LE(inode.size % 2 ** 32, 0x04);
  bytes.writeUInt32LE(Math.floor(inode.size / 2 ** 32), 0x6c);
  bytes.writeUInt32LE(sectors % 2 ** 32, 0x1c);
  bytes.writeUInt16LE(Math.floor(sectors / 2 ** 32), 0x74);
  bytes.writeUInt32LE(inode.flags, 0x20);
  bytes.set(inode.data, 0x28);
  bytes.writeUInt32LE(inode.xattrBlock, 0x68);
  bytes.writeUInt16LE(EXTRA_BYTES, 0x80);
  writeTimes(bytes, inode);
  if (inode.tail) bytes.set(inode.tail, 0x80 + EXTRA_BYTES);
  return checksummed(bytes, number, seed);
}

/** The checksum that those of one inode's blocks begin at: our inodes are of generation 0. */
export const seedOfInode = (number: number, seed: number) =>
  crc32c(crc32c(seed, littleEndian32(number)), littleEndian32(0));

function halves(bytes: Buffer, value: number, low: number, high: number): void {
  bytes.writeUInt16LE(value & 0xffff, low);
  bytes.writeUInt16LE(value >>> 16, high);
}

function writeTimes(bytes: Buffer, { accessed, modified, changed, created }: Inode): void {
  writeTime(bytes, accessed, 0x08, 0x8c);
  writeTime(bytes, changed, 0x0c, 0x84);
  writeTime(bytes, modified, 0x10, 0x88);
  writeTime(bytes, created, 0x90, 0x94);
}

/** Seconds of 34 bits from 1901 to 2446, two of them below the nanoseconds. */
function writeTime(bytes: Buffer, time: bigint, at: number, extra: number): void {
  const rest = time % NANOSECONDS;
  const nanoseconds = rest < 0n ? rest + NANOSECONDS : rest;
  const seconds = (time - nanoseconds) / NANOSECONDS;
  const low = BigInt.asIntN(32, seconds);
  const epoch = ((seconds - low) >> 32n) & 3n;
  bytes.writeInt32LE(Number(low), at);
  bytes.writeUInt32LE(Number(epoch | (nanoseconds << 2n)), extra);
}

function checksummed(bytes: Buffer, number: number, seed: number): Buffer {
  const checksum = crc32c(seedOfInode(number, seed), bytes);
  bytes.writeUInt16LE(checksum & 0xffff, 0x7c);
  bytes.writeUInt16LE(checksum >>> 16, 0x82);
  return bytes;
}

/** As the kernel decodes it: old devices in the first word, those with larger numbers in the second. */
export function deviceData({ major, minor }: { major: number; minor: number }): Uint8Array {
  const data = Buffer.alloc(60);
  if (major < 256 && minor < 256) data.writeUInt32LE((major << 8) | minor, 0);
  else data.writeUInt32LE(((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0, 4);
  return data;
}
