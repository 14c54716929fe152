import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type DiskFile, isDirectory, readExt4 } from '../../../local/ext4/read-ext4.ts';
import type { BlockDevices } from '../block-devices.ts';
import type { FilesProof } from '../prove-files.ts';

/** Reads the file system on the target's volume as a kernel would, and compares each name with the share that was copied. */
export async function proveMoved(ec2: BlockDevices, volumeId: string, folder: string): Promise<FilesProof> {
  const expected = new Map(
    readdirSync(folder, { recursive: true }).map((path) => [String(path), factsOf(folder, String(path))]),
  );
  const seen = new Set<string>();
  const different: string[] = [];
  for await (const file of readExt4(async (offset, length) => ec2.readVolume(volumeId, offset, length))) {
    if (file.path === 'lost+found') continue;
    seen.add(file.path);
    if (factsOfDisk(file) !== expected.get(file.path)) different.push(file.path);
  }
  return {
    compared: expected.size,
    different: [...different, ...[...expected.keys()].filter((path) => !seen.has(path))],
  };
}

const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

function factsOf(folder: string, path: string): string {
  const place = join(folder, path);
  const stats = lstatSync(place, { bigint: true });
  const { mode, uid, gid, mtimeNs } = stats;
  const contents = stats.isSymbolicLink() ? readlinkSync(place) : stats.isFile() ? readFileSync(place) : undefined;
  return [mode, uid, gid, mtimeNs, contents === undefined ? '' : digest(contents)].join(' ');
}

const factsOfDisk = ({ inode, contents }: DiskFile): string =>
  [inode.mode, inode.uid, inode.gid, inode.modified, isDirectory(inode) ? '' : digest(contents)].join(' ');
