import { createHash } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BlobReader } from '../../../core/base/ports/blob-reader.ts';
import type { FileRepository } from '../../../core/base/ports/file-repository.ts';
import { rangedReader } from '../../../core/repositories/ranged-reader.ts';

/** What is compared of a name. */
export interface Row {
  mode: number;
  modified: string;
  /** Digest of a file, target of a link. */
  content: string;
}

export const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A tree with many small files, one that takes several blobs, names beyond ASCII, and links. */
export function makeTree(root: string): void {
  mkdirSync(join(root, 'deep/er'), { recursive: true });
  for (let at = 0; at < 200; at++)
    writeFileSync(join(root, 'deep', `file-${at}`), `${at} `.repeat(at * 50), { mode: 0o640 });
  writeFileSync(join(root, 'ünïcode\t文'), 'x');
  writeFileSync(join(root, 'large'), Buffer.from(Array.from({ length: 9 * 2 ** 20 }, (_, at) => (at * at) >> 7)));
  linkSync(join(root, 'large'), join(root, 'deep/er/same'));
  symlinkSync('../large', join(root, 'deep/link'));
  utimesSync(join(root, 'large'), 1, 2);
}

/** As the file system itself tells them, without the root. */
export function rowsOf(root: string): Record<string, Row> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    paths.map((path) => {
      const at = join(root, path);
      const facts = lstatSync(at, { bigint: true });
      const content = facts.isFile() ? digest(readFileSync(at)) : facts.isSymbolicLink() ? readlinkSync(at) : '';
      return [path, { mode: Number(facts.mode & 0o7777n), modified: String(facts.mtimeNs), content }];
    }),
  );
}

/** The same as a repository has them. */
export async function rowsIn(
  repository: FileRepository,
  root: string,
  blobs: BlobReader,
): Promise<Record<string, Row>> {
  const rows: Record<string, Row> = {};
  const names: string[] = [];
  const entries = await Array.fromAsync(repository.walk(root));
  const places = await repository.locate(entries.flatMap(({ pieces }) => pieces));
  const read = rangedReader(blobs, repository, places.values());
  for (const { depth, name, permissions, modified, kind, pieces, target } of entries.slice(1)) {
    names.length = depth - 1;
    names.push(Buffer.from(name).toString());
    const bytes = await Promise.all(pieces.map((id) => read(places.get(id)!)));
    const content = kind === 'file' ? digest(Buffer.concat(bytes)) : target ? Buffer.from(target).toString() : '';
    rows[names.join('/')] = { mode: permissions, modified: String(modified), content };
  }
  return rows;
}
