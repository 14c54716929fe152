import type { Disk, DiskInode } from './inodes.ts';

/** https://docs.kernel.org/filesystems/ext4/attributes.html */
const PREFIXES: Record<number, string> = {
  1: 'user.',
  2: 'system.posix_acl_access',
  3: 'system.posix_acl_default',
  4: 'trusted.',
  6: 'security.',
};
const ACLS = [2, 3];
const MAGIC = 0xea020000;

/** Extended attributes with their values as getxattr(2) gives them, those in the inode and those in a block. */
export async function attributesOf(disk: Disk, inode: DiskInode): Promise<Record<string, Buffer>> {
  const end = 0x80 + inode.bytes.readUInt16LE(0x80);
  const area = inode.bytes.subarray(end);
  const found: Record<string, Buffer> = {};
  if (area.length >= 4 && area.readUInt32LE(0) === MAGIC) Object.assign(found, entriesIn(area, 4, 4));
  const block = inode.bytes.readUInt32LE(0x68);
  if (block === 0) return found;
  const bytes = Buffer.from(await disk.read(block * disk.blockBytes, disk.blockBytes));
  return Object.assign(found, entriesIn(bytes, 32, 0));
}

function entriesIn(area: Buffer, from: number, base: number): Record<string, Buffer> {
  const found: Record<string, Buffer> = {};
  for (let at = from; at + 4 <= area.length && area.readUInt32LE(at) !== 0; ) {
    const [length = 0, index = 0] = area.subarray(at, at + 2);
    const start = base + area.readUInt16LE(at + 2);
    const value = area.subarray(start, start + area.readUInt32LE(at + 8));
    const name = area.toString('utf8', at + 16, at + 16 + length);
    found[`${PREFIXES[index]}${name}`] = ACLS.includes(index) ? asGetxattr(value) : value;
    at += (16 + length + 3) & ~3;
  }
  return found;
}

/** From four or eight bytes an entry to eight: an id of -1 where none is meant. */
function asGetxattr(value: Buffer): Buffer {
  const parts = [Buffer.from([2, 0, 0, 0])];
  for (let at = 4; at < value.length; ) {
    const long = [0x02, 0x08].includes(value.readUInt16LE(at));
    const none = Buffer.from([255, 255, 255, 255]);
    parts.push(Buffer.concat([value.subarray(at, at + 4), long ? value.subarray(at + 4, at + 8) : none]));
    at += long ? 8 : 4;
  }
  return Buffer.concat(parts);
}
