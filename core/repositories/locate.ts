import { idsOf } from '../base/columns/ids.ts';
import { KubeferryError } from '../base/errors.ts';
import type { Piece, Places } from '../base/ports/file-repository.ts';
import { PlaceTable } from './places.ts';

/** Where the pieces of these ids lie. Throws NotFound for one that the index does not name. */
export async function locateIn(index: AsyncIterable<Piece>, ids: Iterable<string>): Promise<Places> {
  const wanted = idsOf(ids);
  const found = new PlaceTable(wanted);
  for await (const piece of index) found.note(piece);
  return locateAll(wanted, found);
}

/** The same of what an index was asked for already. */
export function locateAll<T extends Places>(wanted: Iterable<string>, found: T): T {
  let [missing, all, first] = [0, 0, ''];
  for (const id of wanted) {
    all++;
    if (found.get(id)) continue;
    if (missing++ === 0) first = id;
  }
  if (missing === 0) return found;
  throw new KubeferryError(
    'NotFound',
    `The index of the repository does not name ${missing} of ${all} pieces of the snapshot, ` +
      `the first of them ${first}: they were pruned, or the index is incomplete. ` +
      'Way out: let the tool of the repository check it, or start from another snapshot.',
  );
}
