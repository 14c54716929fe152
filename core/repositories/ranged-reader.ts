import { KubeferryError } from '../base/errors.ts';
import type { BlobReader } from '../base/ports/blob-reader.ts';
import type { Piece, PieceOpener } from '../base/ports/file-repository.ts';
import { BoundedCache } from './bounded-cache.ts';

/** What lies between two pieces is read along up to here: a request to S3 takes about as long as this much of its answer. */
const LARGEST_GAP = 128 * 1024;
const LARGEST_RANGE = 8 * 1024 * 1024;
/** Blocks are asked for in the order of the files, which is that of the packs: three ranges are enough, and each further one makes the garbage collector work more. */
const PACKED_BYTES = 3 * LARGEST_RANGE;
const PLAIN_BYTES = 32 * 1024 * 1024;

/** A run of bytes of one pack, in which neighbouring pieces lie. */
interface Range {
  pack: string;
  offset: number;
  length: number;
}

/** Reads pieces, and proves them. What is used once is not kept: it is garbage before it grows old. */
export type ReadPiece = (piece: Piece, use?: 'once' | 'again') => Promise<Uint8Array>;

/**
 * Reads the given pieces, those that lie close to each other by one request, of which each is under way once however many
 * ask for it. Throws NotFound for a pack that is gone, and DataCorrupt for a piece that does not prove to be it.
 */
export function rangedReader(blobs: BlobReader, opener: PieceOpener, pieces: Iterable<Piece>): ReadPiece {
  const rangeOf = mergeRanges(pieces);
  const packed = new BoundedCache<Promise<Uint8Array>>(PACKED_BYTES);
  const plain = new BoundedCache<Uint8Array>(PLAIN_BYTES);

  const load = (range: Range): Promise<Uint8Array> => {
    const key = `${range.pack} ${range.offset}`;
    const known = packed.get(key);
    if (known) return known;
    const loading = readRange(blobs, range);
    packed.set(key, loading, range.length);
    loading.catch(() => packed.delete(key));
    return loading;
  };

  return async (piece, use = 'again') => {
    const known = plain.get(piece.id);
    if (known) return known;
    const range = rangeOf.get(piece.id) ?? piece;
    const bytes = await load(range);
    const already = plain.get(piece.id);
    if (already) return already;
    const at = piece.offset - range.offset;
    const opened = opener.open(piece, bytes.subarray(at, at + piece.length));
    if (use === 'again') plain.set(piece.id, opened, opened.length);
    return opened;
  };
}

async function readRange(blobs: BlobReader, { pack, offset, length }: Range): Promise<Uint8Array> {
  const bytes = await blobs.get(pack, { offset, length });
  if (bytes) return bytes;
  throw new KubeferryError(
    'NotFound',
    `Pack ${pack} of the repository is gone: its own tool has pruned it, or the snapshot that needs it has expired. ` +
      'Way out: start from a snapshot that is still listed.',
  );
}

/** By the piece's id. */
function mergeRanges(pieces: Iterable<Piece>): Map<string, Range> {
  const sorted = [...pieces].sort((a, b) => (a.pack < b.pack ? -1 : a.pack > b.pack ? 1 : a.offset - b.offset));
  const ranges = new Map<string, Range>();
  let open: Range | undefined;
  for (const { id, pack, offset, length } of sorted) {
    const end = offset + length;
    const joins =
      open?.pack === pack && offset - (open.offset + open.length) <= LARGEST_GAP && end - open.offset <= LARGEST_RANGE;
    if (open && joins) open.length = Math.max(open.length, end - open.offset);
    else open = { pack, offset, length };
    ranges.set(id, open);
  }
  return ranges;
}
