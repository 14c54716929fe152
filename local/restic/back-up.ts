import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ResticRepository } from './repository.ts';

/** Go's bits of a mode, which restic writes. */
const GO = { directory: 2 ** 31, symlink: 2 ** 27, setuid: 2 ** 23, setgid: 2 ** 22, sticky: 2 ** 20 };
const PIECE_BYTES = 4 * 2 ** 20;

/** What `restic backup /data` writes where the folder is mounted there; files, folders and links are all that is in it. Answers how many bytes of files. */
export async function backUp(
  repository: ResticRepository,
  folder: string,
  said: { hostname: string; tags: string[]; time: Date },
): Promise<number> {
  const below = await treeOf(repository, folder);
  const { bytes } = below;
  const stats = lstatSync(folder, { bigint: true });
  const top = { name: 'data', ...ownersOf(stats), type: 'dir', mode: modeOf(stats, GO.directory), subtree: below.tree };
  const tree = await repository.addTree([top]);
  const time = said.time.toISOString();
  await repository.snapshot({ time, tree, hostname: said.hostname, tags: said.tags, paths: ['/data'], bytes });
  return bytes;
}

async function treeOf(repository: ResticRepository, folder: string): Promise<{ tree: string; bytes: number }> {
  const nodes: { name: string }[] = [];
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path, { bigint: true });
    const node = { name, ...ownersOf(stats) };
    if (stats.isDirectory()) {
      const below = await treeOf(repository, path);
      bytes += below.bytes;
      nodes.push({ ...node, type: 'dir', mode: modeOf(stats, GO.directory), subtree: below.tree } as never);
    } else if (stats.isSymbolicLink()) {
      nodes.push({
        ...node,
        type: 'symlink',
        mode: modeOf(stats, GO.symlink),
        linktarget: readlinkSync(path),
      } as never);
    } else {
      bytes += Number(stats.size);
      const content = await piecesOf(repository, readFileSync(path));
      nodes.push({ ...node, type: 'file', mode: modeOf(stats, 0), size: Number(stats.size), content } as never);
    }
  }
  return { tree: await repository.addTree(nodes), bytes };
}

async function piecesOf(repository: ResticRepository, file: Buffer): Promise<string[]> {
  const pieces: string[] = [];
  for (let at = 0; at < file.length; at += PIECE_BYTES)
    pieces.push(await repository.add('data', file.subarray(at, at + PIECE_BYTES)));
  return pieces;
}

const ownersOf = ({ uid, gid, mtimeNs, atimeNs, ctimeNs }: BigIntStats) => ({
  uid: Number(uid),
  gid: Number(gid),
  mtime: timeOf(mtimeNs),
  atime: timeOf(atimeNs),
  ctime: timeOf(ctimeNs),
});

/** RFC 3339 with nanoseconds. */
function timeOf(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
}

function modeOf({ mode }: BigIntStats, type: number): number {
  const bits = Number(mode & 0o7777n);
  const special = (bits & 0o4000 ? GO.setuid : 0) + (bits & 0o2000 ? GO.setgid : 0) + (bits & 0o1000 ? GO.sticky : 0);
  return type + special + (bits & 0o777);
}
