import { gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { KubeferryError } from '../../base/errors.ts';
import type { Piece, PieceOpener } from '../../base/ports/file-repository.ts';
import { inOneGo, type OneGo } from '../in-one-go.ts';
import type { OpenBox } from './cipher.ts';
import { unpackLz4 } from './lz4.ts';
import { unpackS2 } from './s2.ts';

/** By the family of a compression header (repo/compression of Kopia); it takes four bytes before what is compressed. */
const CODECS: Record<number, (bytes: Uint8Array, options: OneGo) => Uint8Array> = {
  16: gunzipSync,
  17: zstdDecompressSync,
  18: (bytes, { maxOutputLength }) => unpackS2(bytes, maxOutputLength),
  19: gunzipSync,
  20: (bytes, { maxOutputLength }) => unpackLz4(bytes, maxOutputLength),
  21: inflateRawSync,
};
const HEADER_BYTES = 4;

/** The tag of what is encrypted proves a piece; its key is made of the hash that it is named by. */
export const kopiaOpener = (open: OpenBox): PieceOpener => ({
  open(piece, packed) {
    const plain = unpack(piece, decrypt(piece, packed, open));
    if (plain.length === piece.plain) return plain;
    throw damaged(piece, `it unpacks to ${plain.length} bytes, and the index says ${piece.plain}`);
  },
});

function decrypt(piece: Piece, packed: Uint8Array, open: OpenBox): Uint8Array {
  try {
    return open(packed, Buffer.from(piece.id.slice(-32), 'hex'));
  } catch (cause) {
    throw damaged(piece, 'its bytes do not match their tag', cause);
  }
}

function unpack(piece: Piece, bytes: Uint8Array): Uint8Array {
  if (piece.codec === 0) return bytes;
  const decompress = CODECS[piece.codec >> 8];
  if (!decompress) throw notRead(piece);
  try {
    return decompress(bytes.subarray(HEADER_BYTES), inOneGo(piece.plain));
  } catch (cause) {
    throw damaged(piece, 'it does not unpack', cause);
  }
}

const damaged = ({ pack, id, offset, length }: Piece, why: string, cause?: unknown) =>
  new KubeferryError(
    'DataCorrupt',
    `Pack ${pack} of the Kopia repository is damaged: content ${id} (${length} bytes at ${offset}): ${why}. ` +
      'Way out: "kopia snapshot verify" lists what else is damaged; start from a snapshot that does not need it.',
    { cause },
  );

const notRead = ({ id, codec }: Piece) =>
  new KubeferryError(
    'InvalidRequest',
    `Content ${id} of the Kopia repository is compressed by method 0x${codec.toString(16)}, which this version of kubeferry does ` +
      'not read; it reads gzip, pgzip, deflate, lz4, s2 and zstd. Way out: restore this claim with kopia itself.',
  );
