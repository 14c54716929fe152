/** Reads bytes of a device. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** An inode as the disk has it (https://docs.kernel.org/filesystems/ext4/inodes.html). */
export interface DiskInode {
  number: number;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  links: number;
  /** Nanoseconds since the epoch. */
  modified: bigint;
  accessed: bigint;
  changed: bigint;
  bytes: Buffer;
}

export interface Disk {
  read: ReadBytes;
  blockBytes: number;
  inode(number: number): Promise<DiskInode>;
}

/** An ext4 of descriptors of 32 bytes. */
export async function openDisk(read: ReadBytes): Promise<Disk> {
  const superblock = Buffer.from(await read(1024, 1024));
  if (superblock.readUInt16LE(56) !== 0xef53)
    throw new Error('The device has no ext4 file system: the magic number is missing.');
  const blockBytes = 1024 << superblock.readUInt32LE(24);
  const perGroup = superblock.readUInt32LE(40);
  const inodeBytes = superblock.readUInt16LE(88);
  const descriptors = (superblock.readUInt32LE(20) + 1) * blockBytes;
  const tables = new Map<number, Promise<number>>();
  const tableOf = (group: number) => {
    const known = tables.get(group) ?? read(descriptors + 32 * group, 32).then((it) => Buffer.from(it).readUInt32LE(8));
    tables.set(group, known);
    return known;
  };
  return {
    read,
    blockBytes,
    async inode(number) {
      const table = await tableOf(Math.floor((number - 1) / perGroup));
      const bytes = await read(table * blockBytes + ((number - 1) % perGroup) * inodeBytes, inodeBytes);
      return decode(number, Buffer.from(bytes));
    },
  };
}

function decode(number: number, bytes: Buffer): DiskInode {
  return {
    number,
    mode: bytes.readUInt16LE(0),
    uid: bytes.readUInt16LE(2) + bytes.readUInt16LE(0x78) * 65_536,
    gid: bytes.readUInt16LE(0x18) + bytes.readUInt16LE(0x7a) * 65_536,
    size: bytes.readUInt32LE(4) + bytes.readUInt32LE(0x6c) * 2 ** 32,
    links: bytes.readUInt16LE(0x1a),
    modified: timeAt(bytes, 0x10, 0x88),
    accessed: timeAt(bytes, 0x08, 0x8c),
    changed: timeAt(bytes, 0x0c, 0x84),
    bytes,
  };
}

function timeAt(bytes: Buffer, at: number, extra: number): bigint {
  const more = bytes.readUInt32LE(extra);
  const seconds = BigInt(bytes.readInt32LE(at)) + (BigInt(more & 3) << 32n);
  return seconds * 1_000_000_000n + BigInt(more >>> 2);
}
