import { KubeferryError } from '../base/errors.ts';
import type { Entry } from '../base/ports/file-repository.ts';
import { BLOCK } from './ext4.ts';
import type { Image } from './layout.ts';
import { Tree } from './tree.ts';

/** A tree whose one file is a device. */
interface DeviceTree {
  tree: Tree;
  /** Number of the file. */
  file: number;
  bytes: number;
}

/**
 * Finds the one file of a tree, which is a whole device: Velero's data mover keeps a block volume as such (velero
 * `pkg/uploader/kopia/block_backup.go`), and so does who backs up an image of a disk. Reads no more of the tree than it takes to see
 * that it is none. Throws InvalidRequest.
 */
export async function findDevice(entries: AsyncIterable<Entry>): Promise<DeviceTree> {
  const tree = new Tree();
  let file: number | undefined;
  for await (const entry of entries) {
    const number = tree.add({ ...entry, name: baseName(entry) });
    if (entry.kind === 'directory') continue;
    if (file !== undefined) throw notOne(`more than one file, such as "${tree.path(file)}" and "${tree.path(number)}"`);
    if (entry.kind !== 'file') throw notOne(`"${tree.path(number)}", which is no regular file`);
    file = number;
  }
  if (file === undefined) throw notOne('no file');
  return { tree, file, bytes: tree.size(file) };
}

/** Velero calls the file by its whole path, slashes and all. */
const baseName = ({ name }: Entry) => name.subarray(name.lastIndexOf(SLASH) + 1);
const SLASH = 0x2f;

/** The device as an image without any metadata of its own: its bytes begin where the volume begins. Throws InvalidRequest for a volume that is too small. */
export function layOutDevice({ tree, file, bytes }: DeviceTree, volumeBytes: number): Image {
  if (bytes > volumeBytes) throw tooLarge(tree.path(file), bytes, volumeBytes);
  const count = Math.ceil(bytes / BLOCK);
  return {
    tree,
    inodes: 0,
    usedBlocks: count,
    metadata: () => [],
    files: () => (count === 0 ? [] : [{ entry: file, block: 0, count, fileBlock: 0 }]),
    left: [],
  };
}

const notOne = (what: string) =>
  new KubeferryError(
    'InvalidRequest',
    `A block device is kept as one file that has all of its bytes, and the snapshot holds ${what}. ` +
      'Way out: name the snapshot of the device, or the folder that its image is alone in (path); files go to a claim of volumeMode Filesystem, without "image".',
  );

const tooLarge = (path: string, bytes: number, volumeBytes: number) =>
  new KubeferryError(
    'InvalidRequest',
    `Device "${path}" of the snapshot has ${bytes} bytes, and the volume has ${volumeBytes}. ` +
      'Way out: ask for a larger one in volumes.sizes.',
  );
