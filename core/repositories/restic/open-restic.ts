import { hash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { FileRepository, Piece, PieceOpener } from '../../base/ports/file-repository.ts';
import { below, keysBelow } from '../below.ts';
import { chooseSnapshot } from '../choose-snapshot.ts';
import { nanosecondsOf } from '../go-file-mode.ts';
import { inOneGo } from '../in-one-go.ts';
import { locateIn } from '../locate.ts';
import type { RepositoryPlace } from '../place.ts';
import { rangedReader } from '../ranged-reader.ts';
import { findRoot } from './find-root.ts';
import { indexedPieces, ZSTD } from './index-files.ts';
import { masterKey } from './keys.ts';
import { decrypt, type Key } from './sealed.ts';
import { readSmallFile } from './small-files.ts';
import { readSnapshots } from './snapshots.ts';
import { type Root, type Trees, walkTree } from './trees.ts';

const FORMATS = [1, 2];

/**
 * A restic repository of format 1 or 2 (https://restic.readthedocs.io/en/stable/100_references.html), in the layout of
 * today or in that of S3 before restic 0.3. Throws NotFound where there is none, and WrongPassword.
 */
export async function openRestic({ blobs: store, prefix }: RepositoryPlace, password: string): Promise<FileRepository> {
  const blobs = below(store, prefix);
  const { folders, packPath } = await layoutOf(blobs, prefix);
  const key = await masterKey(blobs, folders.keys, password);
  await checkFormat(blobs, key);
  const index = () => indexedPieces(blobs, key, packPath);
  const { open } = resticOpener(key);
  let trees: Promise<Trees> | undefined;
  const treesOnce = () => {
    trees ??= readTrees(blobs, index, open);
    return trees;
  };

  return {
    open,
    async find(wish) {
      const snapshot = chooseSnapshot(await readSnapshots(blobs, key, folders.snapshots), wish);
      const root = await findRoot(await treesOnce(), snapshot, wish.path);
      const { id, time, host, paths, bytes } = snapshot;
      const counted = bytes === undefined || wish.path !== undefined ? {} : { bytes };
      const losses = root.node ? [] : [ROOT_LOST];
      return { id, time, host, paths, root: JSON.stringify({ ...root, time }), losses, ...counted };
    },
    async *walk(root) {
      const { time, ...found } = JSON.parse(root) as Root & { time: string };
      yield* walkTree(await treesOnce(), found, nanosecondsOf(time));
    },
    locate: (ids) => locateIn(index(), ids),
  };
}

const ROOT_LOST = 'owner and mode of the top folder';

/** What opens pieces with the master key alone, once a layout has said where they are. */
export async function openResticPieces(
  { blobs: store, prefix }: RepositoryPlace,
  password: string,
): Promise<PieceOpener> {
  const blobs = below(store, prefix);
  const { folders } = await layoutOf(blobs, prefix);
  return resticOpener(await masterKey(blobs, folders.keys, password));
}

/** A blob's id is the SHA-256 of its plain bytes: more than its MAC could prove. */
const resticOpener = (key: Key) => ({
  open(piece: Piece, packed: Uint8Array): Uint8Array {
    const plain = unpack(piece, decrypt(packed, key));
    if (plain && hash('sha256', plain, 'hex') === piece.id) return plain;
    throw new KubeferryError(
      'DataCorrupt',
      `Pack ${piece.pack} of the restic repository is damaged: blob ${piece.id} (${piece.length} bytes at ` +
        `${piece.offset}) does not match its SHA-256. Way out: "restic check --read-data" lists what else is damaged; ` +
        'start from a snapshot that does not need it.',
    );
  },
});

function unpack({ codec, plain }: Piece, bytes: Uint8Array): Uint8Array | undefined {
  if (codec !== ZSTD) return bytes;
  try {
    return zstdDecompressSync(bytes, inOneGo(plain));
  } catch {
    return undefined;
  }
}

async function readTrees(
  blobs: BlobReader,
  index: () => ReturnType<typeof indexedPieces>,
  open: FileRepository['open'],
): Promise<Trees> {
  const pieces = new Map<string, Piece>();
  for await (const { type, ...piece } of index()) if (type === 'tree') pieces.set(piece.id, piece);
  return { pieces, read: rangedReader(blobs, { open }, pieces.values()) };
}

/** restic before 0.3 had other names of folders in S3, and no folders of two digits. */
async function layoutOf(blobs: BlobReader, prefix: string) {
  const path = (id: string) => `data/${id.slice(0, 2)}/${id}`;
  if ((await keysBelow(blobs, 'keys/')).length > 0)
    return { folders: { keys: 'keys/', snapshots: 'snapshots/' }, packPath: path };
  if ((await keysBelow(blobs, 'key/')).length > 0)
    return { folders: { keys: 'key/', snapshots: 'snapshot/' }, packPath: (id: string) => `data/${id}` };
  throw new KubeferryError(
    'NotFound',
    `There is no restic repository at "${prefix}": no file lies below keys/. ` +
      'Way out: check bucket and prefix of the route; the prefix is what follows the bucket in RESTIC_REPOSITORY.',
  );
}

async function checkFormat(blobs: BlobReader, key: Key): Promise<void> {
  const { version } = (await readSmallFile(blobs, key, 'config')) as { version: number };
  if (FORMATS.includes(version)) return;
  throw new KubeferryError(
    'InvalidRequest',
    `The restic repository has format ${version}; this version of kubeferry reads ${FORMATS.join(' and ')}.`,
  );
}
