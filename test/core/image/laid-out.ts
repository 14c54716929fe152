import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobReader } from '../../../core/base/ports/blob-reader.ts';
import { BLOCK_BYTES, type BlockSource } from '../../../core/base/ports/block-store.ts';
import type { Entry, PieceOpener, Places } from '../../../core/base/ports/file-repository.ts';
import { blocksOf, cutRecipes } from '../../../core/image/cut-recipes.ts';
import { type Image, layOut } from '../../../core/image/layout.ts';
import { encodeRecipe } from '../../../core/image/recipe.ts';
import { recipeSource } from '../../../core/image/recipe-source.ts';
import { Tree } from '../../../core/image/tree.ts';
import { Written } from '../../../core/image/written.ts';
import { type DiskFile, isDirectory, readExt4 } from '../../../local/ext4/read-ext4.ts';
import type { Facts } from '../repositories/facts.ts';
import { blobsOf } from '../repositories/folder-blobs.ts';

export const OPTIONS = { uuid: Buffer.alloc(16, 7), label: 'kubeferry', time: 1_795_000_000 };
export const MIB = 2 ** 20;

/** A time after 2038, so that it needs the two further bits of ext4's seconds. */
const LATE = 4_294_967_296_123_456_789n;

/** An entry with what a test does not speak of. */
export const entry = (given: Partial<Omit<Entry, 'name'>> & { depth: number; name: string }): Entry => ({
  kind: 'file',
  permissions: 0o640,
  uid: 1_000,
  gid: 70_000,
  accessed: LATE,
  modified: -1n,
  changed: LATE + 1n,
  size: 0,
  pieces: [],
  xattrs: [],
  ...given,
  name: Buffer.from(given.name),
});
export const rootEntry = entry({ depth: 0, name: '', kind: 'directory', permissions: 0o755 });

interface Repository {
  blobs: BlobReader;
  places: Places;
  opener: PieceOpener;
}

/** Contents by name of piece: a repository that packs nothing, all in one pack. */
export function plainRepository(contents: Map<string, Uint8Array>): Repository {
  const pack = Buffer.concat([...contents.values()]);
  let offset = 0;
  const places = new Map(
    [...contents].map(([id, { length }]) => {
      const piece = { id, pack: 'pack', offset, length, plain: length, codec: 0 };
      offset += length;
      return [id, piece];
    }),
  );
  const opener: PieceOpener = { open: (_, bytes) => bytes };
  return { blobs: blobsOf(new Map([['pack', pack]])), places, opener };
}

export function treeFrom(entries: Iterable<Entry>): Tree {
  const tree = new Tree();
  for (const each of entries) tree.add(each);
  return tree;
}

/** The image as a source of blocks, each recipe once encoded and decoded. */
export function sourceOf(image: Image, bytes: number, { blobs, places, opener }: Repository) {
  const recipes = new Map<number, Uint8Array>();
  const written = Written.ofBlocks(bytes / BLOCK_BYTES);
  for (const recipe of cutRecipes(image, places)) {
    recipes.set(recipe.number, encodeRecipe(recipe));
    for (const block of blocksOf(recipe)) written.add(block);
  }
  return recipeSource({
    written,
    recipe: async (number) => recipes.get(number)!,
    repository: async () => ({ blobs, opener }),
  });
}

/** What a device would hold, had the source been copied to it. */
export async function copied(source: BlockSource): Promise<Map<number, Uint8Array>> {
  const device = new Map<number, Uint8Array>();
  for await (const page of source.list()) for (const ref of page) device.set(ref.index, (await source.get(ref)).bytes);
  return device;
}

const readFrom = (device: Map<number, Uint8Array>) => async (offset: number, length: number) => {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const index = Math.floor((offset + done) / BLOCK_BYTES);
    const from = (offset + done) % BLOCK_BYTES;
    const part = Math.min(length - done, BLOCK_BYTES - from);
    const block = device.get(index);
    if (block) bytes.set(block.subarray(from, from + part), done);
    done += part;
  }
  return bytes;
};

/** The device of a tree whose files hold these pieces. */
export const laidOut = async (
  entries: Iterable<Entry>,
  mebibytes: number,
  contents = new Map<string, Uint8Array>(),
) => {
  const bytes = mebibytes * MIB;
  return copied(sourceOf(layOut(treeFrom(entries), { bytes, ...OPTIONS }), bytes, plainRepository(contents)));
};

/** Everything that lies on the device, by its path. */
export async function filesOn(device: Map<number, Uint8Array>): Promise<Map<string, DiskFile>> {
  const files = new Map<string, DiskFile>();
  for await (const file of readExt4(readFrom(device))) files.set(file.path, file);
  return files;
}

const hash = (algorithm: string, bytes: Uint8Array, digits: number) =>
  createHash(algorithm).update(bytes).digest('hex').slice(0, digits);

/** In the words of the script that walked the source. */
export function factsOfFile({ inode, xattrs, contents, device }: DiskFile): Facts {
  const isLink = (inode.mode & 0o170000) === 0o120000;
  const isFile = (inode.mode & 0o170000) === 0o100000;
  return {
    mode: `0o${inode.mode.toString(8)}`,
    uid: inode.uid,
    gid: inode.gid,
    size: isDirectory(inode) ? 0 : inode.size,
    mtime: String(inode.modified),
    rdev: device,
    x: Object.fromEntries(Object.entries(xattrs).map(([name, value]) => [name, hash('sha1', value, 10)])),
    h: isFile ? hash('sha256', contents, 16) : isLink ? contents.toString('utf8') : '',
    nlink: isDirectory(inode) ? 0 : inode.links,
  };
}

/** What `e2fsck -fn` says of the device; undefined where the machine has none. It ends with an error for what is not clean. */
export function fsck(device: Map<number, Uint8Array>, bytes: number): string | undefined {
  if (!hasFsck()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-image-'));
  try {
    const path = join(folder, 'image');
    const file = openSync(path, 'w');
    ftruncateSync(file, bytes);
    for (const [index, block] of device) writeSync(file, block, 0, block.length, index * BLOCK_BYTES);
    closeSync(file);
    return execFileSync('e2fsck', ['-fn', path], {
      encoding: 'utf8',
      env: withSbin,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

function hasFsck(): boolean {
  try {
    execFileSync('e2fsck', ['-V'], { env: withSbin, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
