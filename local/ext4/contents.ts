import type { Disk, DiskInode } from './inodes.ts';

const EXTENTS = 0x80000;
interface Extent {
  fileBlock: number;
  count: number;
  block: number;
}

/** The bytes of a file, a directory or a long target. */
export async function contentsOf(disk: Disk, inode: DiskInode): Promise<Buffer> {
  const { blockBytes, read } = disk;
  const contents = Buffer.alloc(inode.size);
  if ((inode.bytes.readUInt32LE(0x20) & EXTENTS) === 0) return inode.bytes.subarray(0x28, 0x28 + inode.size);
  for (const { fileBlock, count, block } of await extentsOf(disk, inode.bytes.subarray(0x28, 0x28 + 60))) {
    const from = fileBlock * blockBytes;
    const length = Math.min(count * blockBytes, inode.size - from);
    if (length > 0) contents.set(await read(block * blockBytes, length), from);
  }
  return contents;
}

/** https://docs.kernel.org/filesystems/ext4/ifork.html#extent-tree */
async function extentsOf(disk: Disk, node: Buffer): Promise<Extent[]> {
  if (node.readUInt16LE(0) !== 0xf30a) throw new Error('A node of an extent tree has no magic.');
  const depth = node.readUInt16LE(6);
  const found: Extent[] = [];
  for (let at = 1; at <= node.readUInt16LE(2); at++) {
    const entry = node.subarray(12 * at, 12 * at + 12);
    const fileBlock = entry.readUInt32LE(0);
    if (depth === 0) found.push({ fileBlock, count: entry.readUInt16LE(4), block: entry.readUInt32LE(8) });
    else {
      const below = await disk.read(entry.readUInt32LE(4) * disk.blockBytes, disk.blockBytes);
      found.push(...(await extentsOf(disk, Buffer.from(below))));
    }
  }
  return found;
}

/** Names and inodes of a directory; nodes of a hash tree are one entry without an inode. */
export async function namesIn(disk: Disk, inode: DiskInode): Promise<{ name: Buffer; inode: number }[]> {
  const contents = await contentsOf(disk, inode);
  const names: { name: Buffer; inode: number }[] = [];
  for (let at = 0; at < contents.length; at += contents.readUInt16LE(at + 4)) {
    const number = contents.readUInt32LE(at);
    const name = contents.subarray(at + 8, at + 8 + contents[at + 6]!);
    if (number !== 0 && !['.', '..'].includes(name.toString('latin1'))) names.push({ name, inode: number });
  }
  return names;
}
