import { KubeferryError } from '../../base/errors.ts';
import type { Piece } from '../../base/ports/file-repository.ts';
import type { ReadPiece } from '../ranged-reader.ts';

/** Contents that are read while a tree is walked, such as directories, lists of pieces and manifests. */
export interface Metadata {
  pieces: ReadonlyMap<string, Piece>;
  read: ReadPiece;
}

/** An object that is made of others (repo/object/indirect.go of Kopia). */
interface Indirect {
  entries: { o: string }[];
}

/** Contents of an object, in order: `I` before its id says that it is a list of others. Throws NotFound and InvalidRequest. */
export async function piecesOf(metadata: Metadata, object: string, depth = 0): Promise<string[]> {
  if (object.startsWith('Z')) throw oldForm(object);
  if (!object.startsWith('I')) return [object.replace(/^D/, '')];
  if (depth > MOST_LISTS) throw endless(object);
  const { entries } = (await readJson(metadata, object.slice(1), depth + 1)) as Indirect;
  const parts: string[] = [];
  for (const { o } of entries) parts.push(...(await piecesOf(metadata, o, depth + 1)));
  return parts;
}

/** The bytes of an object of the metadata. */
export async function readObject(metadata: Metadata, object: string, depth = 0): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const id of await piecesOf(metadata, object, depth)) parts.push(await readContent(metadata, id));
  return Buffer.concat(parts);
}

export const readJson = async (metadata: Metadata, object: string, depth = 0): Promise<unknown> =>
  JSON.parse((await readObject(metadata, object, depth)).toString('utf8'));

function readContent({ pieces, read }: Metadata, id: string): Promise<Uint8Array> {
  const piece = pieces.get(id);
  if (piece) return read(piece);
  throw new KubeferryError(
    'NotFound',
    `The index of the Kopia repository does not name content ${id}: the snapshot that needs it was deleted, and maintenance ` +
      'has dropped it. Way out: start from a snapshot that is still listed.',
  );
}

/** Lists of lists of lists name more pieces than any volume has. */
const MOST_LISTS = 8;

const endless = (object: string) =>
  new KubeferryError(
    'DataCorrupt',
    `Object ${object} of the Kopia repository is a list within lists without an end. Way out: "kopia snapshot verify" lists what ` +
      'else is damaged; start from a snapshot that does not need it.',
  );

const oldForm = (object: string) =>
  new KubeferryError(
    'InvalidRequest',
    `Object ${object} of the Kopia repository has the compression of Kopia before 0.9, which is not read. ` +
      'Way out: restore this claim with kopia itself.',
  );
