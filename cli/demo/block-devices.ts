import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import { GIB } from '../../core/base/sizes.ts';
import type { Ec2State } from '../../emulator/aws/ec2/state.ts';
import type { Azure } from '../../emulator/azure/azure.ts';

/** The volumes, snapshots and disks of all clouds of this machine, with their bytes. */
export interface BlockDevices extends Pick<Ec2State, 'blocksOf' | 'readVolume' | 'writeVolume'> {
  findVolume(id: string): { sizeGiB: number } | undefined;
}

/** A disk of Azure has a path for an id. */
export function devicesOf({ ec2, azure }: { ec2: Ec2State; azure?: Azure | undefined }): BlockDevices {
  if (!azure) return ec2;
  const blobOf = (id: string) => {
    const disk = azure.findDisk(id);
    if (!disk) throw new Error(`There is no disk ${id}.`);
    return disk.blob;
  };
  const isOfAzure = (id: string) => id.startsWith('/');
  return {
    findVolume: (id) => (isOfAzure(id) ? azure.findDisk(id) : ec2.findVolume(id)),
    writeVolume: (id, at, bytes) => (isOfAzure(id) ? blobOf(id).write(at, bytes) : ec2.writeVolume(id, at, bytes)),
    readVolume: (id, at, length) => (isOfAzure(id) ? blobOf(id).read(at, length) : ec2.readVolume(id, at, length)),
    blocksOf: (id) => (isOfAzure(id) ? blocksOf(azure.findDisk(id)) : ec2.blocksOf(id)),
  };
}

/** Without the footer that an uploaded image ends with. */
function blocksOf(disk: ReturnType<Azure['findDisk']>): Map<number, Buffer> {
  if (!disk) return new Map();
  const { blob, sizeGiB } = disk;
  const most = (sizeGiB * GIB) / BLOCK_BYTES;
  const indexes = blob.ranges().flatMap(({ start, end }) => {
    const first = Math.floor(start / BLOCK_BYTES);
    return Array.from({ length: Math.ceil(end / BLOCK_BYTES) - first }, (_, at) => first + at);
  });
  return new Map(
    [...new Set(indexes)]
      .filter((index) => index < most)
      .map((index) => [index, blob.read(index * BLOCK_BYTES, BLOCK_BYTES)]),
  );
}
