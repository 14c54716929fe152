import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { KubeferryError } from '../base/errors.ts';
import { BLOCK_BYTES } from '../base/ports/block-store.ts';
import type { Piece } from '../base/ports/file-repository.ts';
import { BLOCK } from './ext4.ts';
import type { MetadataBlock } from './metadata-block.ts';

/** Blocks of a snapshot that one recipe is for: 256 MiB of the image. */
export const RECIPE_BLOCKS = 512;
export const RECIPE_BYTES = RECIPE_BLOCKS * BLOCK_BYTES;

/** A part of a piece that lies somewhere in the image. */
export interface Placement {
  /** Byte of the image, counted from the recipe's first. */
  at: number;
  /** How many bytes, and how many of the piece come before them. */
  take: number;
  skip: number;
  /** Numbers in the recipe's lists. */
  piece: number;
  file: number;
}

/** All that it takes to make a part of an image, but the repository and its key. */
export interface Recipe {
  number: number;
  /** Ascending; block numbers are those of the whole image. */
  metadata: MetadataBlock[];
  pieces: Piece[];
  /** Ascending; none overlap. */
  placements: Placement[];
  /** Paths, for messages. */
  files: string[];
}

/** Of another version is a recipe that this one cannot read. */
const VERSION = 1;
const NEW_LINE = 0x0a;
type PieceRow = [pack: number, offset: number, length: number, plain: number, codec: number, id: string];
type PlacementRow = [at: number, take: number, skip: number, piece: number, file: number];
interface Head {
  version: number;
  number: number;
  packs: string[];
  pieces: PieceRow[];
  placements: PlacementRow[];
  files: string[];
  metadata: number[];
}

/** Under zstd: a line of JSON, then the bytes of the metadata blocks that it names. */
export function encodeRecipe({ number, metadata, pieces, placements, files }: Recipe): Uint8Array {
  const packs = [...new Set(pieces.map(({ pack }) => pack))];
  const packNumber = new Map(packs.map((pack, at) => [pack, at]));
  const parts: Record<keyof Head, string> = {
    version: String(VERSION),
    number: String(number),
    packs: JSON.stringify(packs),
    pieces: rows(pieces, (each): PieceRow => {
      const { pack, offset, length, plain, codec, id } = each;
      return [packNumber.get(pack) ?? 0, offset, length, plain, codec, id];
    }),
    placements: rows(placements, ({ at, take, skip, piece, file }): PlacementRow => [at, take, skip, piece, file]),
    files: JSON.stringify(files),
    metadata: rows(metadata, ({ block }) => block),
  };
  const members = Object.entries(parts).map(([name, text]) => `"${name}":${text}`);
  const line = Buffer.from(`{${members.join(',')}}\n`);
  return zstdCompressSync(Buffer.concat([line, ...metadata.map(({ bytes }) => bytes)]));
}

const ROWS_AT_ONCE = 1_000;

/** A few rows at a time, so that they are garbage before they grow old: a recipe has tens of thousands. */
function rows<T>(items: readonly T[], rowOf: (item: T) => unknown): string {
  const parts: string[] = [];
  for (let at = 0; at < items.length; at += ROWS_AT_ONCE)
    parts.push(JSON.stringify(items.slice(at, at + ROWS_AT_ONCE).map(rowOf)).slice(1, -1));
  return `[${parts.join(',')}]`;
}

/** Throws DataCorrupt for what is no recipe of this version. */
export function decodeRecipe(bytes: Uint8Array): Recipe {
  const plain = zstdDecompressSync(bytes);
  const end = plain.indexOf(NEW_LINE);
  const head = JSON.parse(plain.toString('utf8', 0, end)) as Head;
  if (head.version !== VERSION) throw otherVersion(head.version);
  return {
    number: head.number,
    metadata: head.metadata.map((block, at) => {
      const from = end + 1 + at * BLOCK;
      return { block, bytes: plain.subarray(from, from + BLOCK) };
    }),
    pieces: head.pieces.map(([pack, offset, length, unpacked, codec, id]) => ({
      pack: head.packs[pack] ?? '',
      offset,
      length,
      plain: unpacked,
      codec,
      id,
    })),
    placements: head.placements.map(([at, take, skip, piece, file]) => ({ at, take, skip, piece, file })),
    files: head.files,
  };
}

const otherVersion = (version: number) =>
  new KubeferryError(
    'DataCorrupt',
    `A part of the image was laid out in form ${version}, and this version of kubeferry reads form ${VERSION}. ` +
      'Way out: start the clone again.',
  );
