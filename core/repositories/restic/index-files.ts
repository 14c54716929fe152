import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { Piece } from '../../base/ports/file-repository.ts';
import { keysBelow } from '../below.ts';
import type { Key } from './sealed.ts';
import { OVERHEAD_BYTES } from './sealed.ts';
import { readSmallFile } from './small-files.ts';

/** Codecs of pieces, in our own numbers: format 1 knows none. */
const PLAIN = 0;
export const ZSTD = 1;

/** One file below `index/` (https://restic.readthedocs.io/en/stable/100_references.html#indexing). What it supersedes need not be known: a blob may stand in several. */
interface IndexFile {
  packs: {
    id: string;
    blobs: { id: string; type: 'data' | 'tree'; offset: number; length: number; uncompressed_length?: number }[];
  }[];
}

export type IndexedPiece = Piece & { type: 'data' | 'tree' };

/** Everything that the repository holds, one index file in memory at a time. `packPath` makes the key of a pack. */
export async function* indexedPieces(
  blobs: BlobReader,
  key: Key,
  packPath: (id: string) => string,
): AsyncIterable<IndexedPiece> {
  for (const name of await keysBelow(blobs, 'index/')) {
    const { packs } = (await readSmallFile(blobs, key, name)) as IndexFile;
    for (const { id, blobs: inside } of packs) {
      const pack = packPath(id);
      for (const { id, type, offset, length, uncompressed_length: unpacked } of inside) {
        const plain = unpacked ?? length - OVERHEAD_BYTES;
        yield { id, type, pack, offset, length, plain, codec: unpacked === undefined ? PLAIN : ZSTD };
      }
    }
  }
}
