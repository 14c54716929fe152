import { KubeferryError } from '../../base/errors.ts';
import type { Entry } from '../../base/ports/file-repository.ts';
import { depthFirst } from '../depth-first.ts';
import { type DirectoryEntry, entryOf } from './entry.ts';
import { type Metadata, piecesOf, readJson, readObject } from './objects.ts';

async function entriesIn(metadata: Metadata, { obj }: DirectoryEntry): Promise<DirectoryEntry[]> {
  const { entries } = (await readJson(metadata, obj)) as { entries: DirectoryEntry[] | null };
  return entries ?? [];
}

/** The entries below a directory, depth first, with what they are in the repository; those that Kopia restores as nothing are left out. */
async function* below(metadata: Metadata, root: DirectoryEntry) {
  yield* depthFirst(await entriesIn(metadata, root), 1, {
    entryOf,
    below: (node, { kind }) => (kind === 'directory' ? entriesIn(metadata, node) : undefined),
  });
}

/** The directory itself, then what is in it, depth first; `links` has the contents that `linkTargets` named. */
export async function* walkTree(metadata: Metadata, links: Metadata, root: DirectoryEntry): AsyncIterable<Entry> {
  const own = entryOf(root, 0);
  if (own) yield { ...own, name: new Uint8Array() };
  for await (const { entry, node } of below(metadata, root))
    yield await withData(entry.kind === 'symlink' ? links : metadata, entry, node.obj);
}

/** Contents that targets of symbolic links lie in: they are among those of files, so that one pass over the index has to find all. */
export async function linkTargets(metadata: Metadata, root: DirectoryEntry): Promise<Set<string>> {
  const contents = new Set<string>();
  for await (const { entry, node } of below(metadata, root))
    if (entry.kind === 'symlink') for (const id of await piecesOf(metadata, node.obj)) contents.add(id);
  return contents;
}

async function withData(metadata: Metadata, entry: Entry, object: string): Promise<Entry> {
  if (entry.kind === 'symlink') return { ...entry, target: await readObject(metadata, object) };
  if (entry.kind === 'file' && entry.size > 0) return { ...entry, pieces: await piecesOf(metadata, object) };
  return entry;
}

/** A folder below the root of a snapshot, which was taken of `taken`. Throws NotFound. */
export async function findFolder(
  metadata: Metadata,
  root: DirectoryEntry,
  taken: string,
  path: string,
): Promise<DirectoryEntry> {
  const parts = path.slice(taken.length).split('/').filter(Boolean);
  let folder = root;
  for (const part of parts) {
    const found = (await entriesIn(metadata, folder)).find(({ name, type }) => name === part && type === 'd');
    if (!found) {
      throw new KubeferryError(
        'NotFound',
        `The snapshot of ${taken} has no folder "${path}". Way out: "kopia ls" lists what it has.`,
      );
    }
    folder = found;
  }
  return folder;
}
