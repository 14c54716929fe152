import type { Ids } from '../../base/columns/ids.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { Piece, Places } from '../../base/ports/file-repository.ts';
import { keysBelow } from '../below.ts';
import { PlaceTable } from '../places.ts';
import type { OpenBox } from './cipher.ts';
import { type Indexed, readIndexBlob } from './index-blob.ts';

/**
 * Index blobs of the epochs: single ones, and those of whole epochs and of several; and those from before there were epochs, but for
 * what an upgrade leaves to stop an old Kopia.
 */
const INDEX = /^(x[nsr]|n(?!0{32}-))/;
const HASH_DIGITS = 32;

/** Every content of every index, one blob in memory at a time. Throws DataCorrupt for a blob that does not open. */
async function* indexed(blobs: BlobReader, open: OpenBox): AsyncIterable<Indexed> {
  const keys = [...(await keysBelow(blobs, 'x')), ...(await keysBelow(blobs, 'n'))].filter((key) => INDEX.test(key));
  for (const key of keys) {
    const box = await blobs.get(key);
    // A compaction replaces index blobs by one that says the same, and removes them an hour later.
    if (box) yield* readIndexBlob(openIndex(key, box, open));
  }
}

function openIndex(key: string, box: Uint8Array, open: OpenBox): Buffer {
  const [name = ''] = key.split('-');
  try {
    return open(box, Buffer.from(name.slice(-HASH_DIGITS), 'hex'));
  } catch (cause) {
    throw new KubeferryError(
      'DataCorrupt',
      `Index ${key} of the Kopia repository is damaged: its bytes do not match their tag. ` +
        'Way out: "kopia index recover" rebuilds indexes from the packs.',
      { cause },
    );
  }
}

/** Those contents that are wanted, each as its newest entry says; what was deleted is left out. */
export async function contentsOf(
  blobs: BlobReader,
  open: OpenBox,
  isWanted: (id: string) => boolean,
): Promise<Map<string, Piece>> {
  const newest = new Map<string, Indexed>();
  for await (const entry of indexed(blobs, open)) {
    const { id } = entry.piece;
    if (isWanted(id) && isNewer(entry, newest.get(id))) newest.set(id, entry);
  }
  return new Map([...newest].flatMap(([id, { piece, deleted }]) => (deleted ? [] : [[id, piece] as const])));
}

/** The same of contents that are known by their ids, which may be millions. */
export async function placesOf(blobs: BlobReader, open: OpenBox, wanted: Ids): Promise<Places> {
  const places = new PlaceTable(wanted);
  const at = new Float64Array(wanted.length).fill(Number.NEGATIVE_INFINITY);
  const deleted = new Uint8Array(wanted.length);
  for await (const entry of indexed(blobs, open)) {
    const number = wanted.find(entry.piece.id);
    if (number === undefined || !isNewer(entry, { at: at[number]!, deleted: deleted[number] === 1 })) continue;
    at[number] = entry.at;
    deleted[number] = entry.deleted ? 1 : 0;
    if (entry.deleted) places.forget(entry.piece.id);
    else places.note(entry.piece);
  }
  return places;
}

const isNewer = (entry: Indexed, had: Pick<Indexed, 'at' | 'deleted'> | undefined) =>
  !had || entry.at > had.at || (entry.at === had.at && had.deleted && !entry.deleted);

/** Contents of directories, lists of pieces and manifests begin with a letter; those of files do not. */
export const isMetadata = (id: string) => id.length % 2 === 1;
