import { KubeferryError } from '../base/errors.ts';
import type { Piece } from '../base/ports/file-repository.ts';

/** Where the pieces of these ids lie. Throws NotFound for one that the index does not name. */
export async function locateIn(index: AsyncIterable<Piece>, ids: Iterable<string>): Promise<Map<string, Piece>> {
  const wanted = new Set(ids);
  const found = new Map<string, Piece>();
  for await (const piece of index) if (wanted.has(piece.id)) found.set(piece.id, piece);
  return locateAll(wanted, found);
}

/** The same of what an index was asked for already. */
export function locateAll(wanted: ReadonlySet<string>, found: Map<string, Piece>): Map<string, Piece> {
  const missing = [...wanted].filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  throw new KubeferryError(
    'NotFound',
    `The index of the repository does not name ${missing.length} of ${wanted.size} pieces of the snapshot, ` +
      `the first of them ${missing[0]}: they were pruned, or the index is incomplete. ` +
      'Way out: let the tool of the repository check it, or start from another snapshot.',
  );
}
