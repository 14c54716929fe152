import { attributesOf } from './attributes.ts';
import { contentsOf, namesIn } from './contents.ts';
import { type Disk, type DiskInode, openDisk, type ReadBytes } from './inodes.ts';

/** A name of a file system, with all that is known of it. */
export interface DiskFile {
  /** From the root, without a slash before it. */
  path: string;
  inode: DiskInode;
  xattrs: Record<string, Buffer>;
  /** Of a file; a link's target. */
  contents: Buffer;
  device: number;
}

const TYPE = { mask: 0o170000, directory: 0o40000, file: 0o100000, symlink: 0o120000 } as const;
export const isDirectory = ({ mode }: DiskInode) => (mode & TYPE.mask) === TYPE.directory;
const ROOT_INODE = 2;

/**
 * Walks an ext4 on a device as a kernel would find it. For the demo and for tests, which compare it with what was backed up:
 * it shares no line with what kubeferry lays out.
 */
export async function* readExt4(read: ReadBytes): AsyncGenerator<DiskFile> {
  const disk = await openDisk(read);
  yield* walk(disk, await disk.inode(ROOT_INODE), '');
}

async function* walk(disk: Disk, directory: DiskInode, prefix: string): AsyncGenerator<DiskFile> {
  for (const { name, inode: number } of await namesIn(disk, directory)) {
    const path = prefix + name.toString('utf8');
    const inode = await disk.inode(number);
    yield { path, inode, xattrs: await attributesOf(disk, inode), ...(await dataOf(disk, inode)) };
    if (isDirectory(inode)) yield* walk(disk, inode, `${path}/`);
  }
}

async function dataOf(disk: Disk, inode: DiskInode): Promise<Pick<DiskFile, 'contents' | 'device'>> {
  const type = inode.mode & TYPE.mask;
  if (type === TYPE.directory) return { contents: Buffer.alloc(0), device: 0 };
  if (type === TYPE.file || type === TYPE.symlink) return { contents: await contentsOf(disk, inode), device: 0 };
  const [old, large] = [inode.bytes.readUInt32LE(0x28), inode.bytes.readUInt32LE(0x2c)];
  return { contents: Buffer.alloc(0), device: old || large };
}
