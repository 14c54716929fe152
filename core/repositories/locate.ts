import { KubeferryError } from '../base/errors.ts';
import type { Piece } from '../base/ports/file-repository.ts';

/** Where the pieces of these ids lie. Throws NotFound for one that the index does not name. */
export async function locateIn(index: AsyncIterable<Piece>, ids: Iterable<string>): Promise<Map<string, Piece>> {
  // The strings of who asks are kept, and not those of the index as well: a million of them are 80 MB.
  const own = new Map<string, string>();
  for (const id of ids) own.set(id, id);
  const found = new Map<string, Piece>();
  for await (const { pack, offset, length, plain, codec, ...piece } of index) {
    const id = own.get(piece.id);
    if (id !== undefined) found.set(id, { id, pack, offset, length, plain, codec });
  }
  return locateAll(own, found);
}

/** The same of what an index was asked for already. */
export function locateAll(
  wanted: ReadonlySet<string> | ReadonlyMap<string, string>,
  found: Map<string, Piece>,
): Map<string, Piece> {
  const missing: string[] = [];
  for (const id of wanted.keys()) if (!found.has(id)) missing.push(id);
  if (missing.length === 0) return found;
  throw new KubeferryError(
    'NotFound',
    `The index of the repository does not name ${missing.length} of ${wanted.size} pieces of the snapshot, ` +
      `the first of them ${missing[0]}: they were pruned, or the index is incomplete. ` +
      'Way out: let the tool of the repository check it, or start from another snapshot.',
  );
}
