import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobReader } from '../../../core/base/ports/blob-reader.ts';
import type { Entry, FileRepository } from '../../../core/base/ports/file-repository.ts';
import { rangedReader } from '../../../core/repositories/ranged-reader.ts';
import { FIXTURES } from './folder-blobs.ts';

/** What the script that walked the source noted of a name. */
export interface Facts {
  mode: string;
  uid: number;
  gid: number;
  size: number;
  mtime: string;
  rdev: number;
  x: Record<string, string>;
  h: string;
  nlink: number;
}
export type Tree = Record<string, Facts>;

/** The file names each time as a number of nanoseconds, which has more digits than JavaScript reads. */
export function expectedFacts(): { tree: Tree; hard: string[][] } {
  const text = readFileSync(join(FIXTURES, 'tree.facts.jsonl'), 'utf8').replaceAll(
    /"mtime": (-?\d+)/g,
    '"mtime": "$1"',
  );
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, Facts | string[]]);
  const hard = rows.filter(([path]) => path === 'hard').map(([, names]) => names as string[]);
  const entries = rows
    .filter(([path]) => path !== 'hard')
    .map(([path, facts]) => [path, withoutBlocks(facts as Facts)]);
  return { tree: Object.fromEntries(entries), hard };
}

const withoutBlocks = ({ mode, uid, gid, size, mtime, rdev, x, h, nlink }: Facts): Facts => ({
  mode,
  uid,
  gid,
  size,
  mtime,
  rdev,
  x,
  h,
  nlink,
});

const TYPES = {
  file: 0o100000,
  directory: 0o40000,
  symlink: 0o120000,
  'character-device': 0o20000,
  'block-device': 0o60000,
  fifo: 0o10000,
  socket: 0o140000,
};

/** The same facts of a snapshot, with every byte read. */
export async function factsOf(repository: FileRepository, blobs: BlobReader, root: string) {
  const entries: Entry[] = [];
  for await (const entry of repository.walk(root)) entries.push(entry);
  const places = await repository.locate(entries.flatMap(({ pieces }) => pieces));
  const read = rangedReader(blobs, repository, places.values());
  const tree: Tree = {};
  const groups = new Map<string, string[]>();
  const stack: string[] = [];
  for (const entry of entries) {
    stack.length = Math.max(0, entry.depth - 1);
    if (entry.depth === 0) continue;
    stack.push(Buffer.from(entry.name).toString('utf8'));
    const path = stack.join('/');
    const content = await Promise.all(entry.pieces.map((id) => read(places.get(id)!)));
    tree[path] = rowOf(entry, Buffer.concat(content));
    if (entry.sameAs) groups.set(entry.sameAs, [...(groups.get(entry.sameAs) ?? []), path]);
  }
  for (const paths of groups.values()) for (const path of paths) tree[path]!.nlink = paths.length;
  return { tree, hard: [...groups.values()].map((paths) => paths.sort()) };
}

function rowOf(entry: Entry, content: Buffer): Facts {
  const { kind, target, device, xattrs } = entry;
  const hash = (algorithm: string, bytes: Uint8Array, digits: number) =>
    createHash(algorithm).update(bytes).digest('hex').slice(0, digits);
  return {
    mode: `0o${(TYPES[kind] | entry.permissions).toString(8)}`,
    uid: entry.uid,
    gid: entry.gid,
    size: target?.length ?? entry.size,
    mtime: String(entry.modified),
    rdev: device ? device.major * 256 + device.minor : 0,
    x: Object.fromEntries(xattrs.map(({ name, value }) => [name, hash('sha1', value, 10)])),
    h: kind === 'file' ? hash('sha256', content, 16) : target ? Buffer.from(target).toString('utf8') : '',
    nlink: kind === 'directory' ? 0 : 1,
  };
}
