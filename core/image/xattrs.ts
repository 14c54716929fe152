import type { Xattr } from '../base/ports/file-repository.ts';
import { aclOnDisk } from './acl.ts';
import { crc32c } from './crc32c.ts';
import { BLOCK, INODE_BYTES } from './ext4.ts';

/** https://docs.kernel.org/filesystems/ext4/attributes.html: a namespace is a number, and a name is without it. */
const NAMESPACES = [
  { prefix: 'user.', index: 1 },
  { prefix: 'system.posix_acl_access', index: 2, whole: true },
  { prefix: 'system.posix_acl_default', index: 3, whole: true },
  { prefix: 'trusted.', index: 4 },
  { prefix: 'security.', index: 6 },
] as const;
const MAGIC = 0xea020000;
const ENTRY_BYTES = 16;
const HEAD_BYTES = 32;
/** Behind the inode's own 160 bytes. */
const IN_INODE = INODE_BYTES - 160;

/** An attribute as the disk has it. */
interface Attribute {
  index: number;
  name: Buffer;
  value: Uint8Array;
}
export interface XattrsOnDisk {
  /** For the end of the inode; undefined when there is nothing or it does not fit. */
  inInode?: Buffer;
  /** A block without its checksum, which says where it lies. */
  block?: Buffer;
  /** What ext4 cannot keep: of a namespace that Linux does not have, or too much for one block. */
  left: string[];
}

/** Where the attributes of a file go: into its inode, or all of them into one block. */
export function xattrsOnDisk(xattrs: readonly Xattr[]): XattrsOnDisk {
  const known = xattrs.map((xattr) => ({ xattr, attribute: attributeOf(xattr) }));
  const left = known.flatMap(({ xattr, attribute }) => (attribute ? [] : [xattr.name]));
  const attributes = known.flatMap(({ attribute }) => attribute ?? []).sort(inOrder);
  if (attributes.length === 0) return { left };
  const needed = attributes.reduce((sum, each) => sum + entryBytes(each) + padded(each.value.length), 4);
  if (needed + 4 <= IN_INODE) return { inInode: inodeArea(attributes), left };
  if (needed + HEAD_BYTES > BLOCK) return { left: xattrs.map(({ name }) => name) };
  return { block: blockOf(attributes), left };
}

/** The checksum of a block begins at where it lies. */
export function sealXattrBlock(bytes: Buffer, block: number, seed: number): Buffer {
  const place = Buffer.alloc(8);
  place.writeUInt32LE(block, 0);
  bytes.writeUInt32LE(crc32c(crc32c(seed, place), bytes), 16);
  return bytes;
}

function attributeOf({ name, value }: Xattr): Attribute | undefined {
  const space = NAMESPACES.find((each) => ('whole' in each ? name === each.prefix : name.startsWith(each.prefix)));
  if (!space) return undefined;
  const isAcl = 'whole' in space;
  return {
    index: space.index,
    name: Buffer.from(name.slice(space.prefix.length), 'utf8'),
    value: isAcl ? aclOnDisk(value) : value,
  };
}

/** The kernel looks them up by this order. */
const inOrder = (a: Attribute, b: Attribute) =>
  a.index - b.index || a.name.length - b.name.length || Buffer.compare(a.name, b.name);

const padded = (length: number) => (length + 3) & ~3;
const entryBytes = ({ name }: Attribute) => padded(ENTRY_BYTES + name.length);

function inodeArea(attributes: Attribute[]): Buffer {
  const area = Buffer.alloc(IN_INODE);
  area.writeUInt32LE(MAGIC, 0);
  writeAttributes(area, attributes, 4, 4);
  return area;
}

function blockOf(attributes: Attribute[]): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.writeUInt32LE(MAGIC, 0);
  block.writeUInt32LE(1, 4);
  block.writeUInt32LE(1, 8);
  const places = writeAttributes(block, attributes, HEAD_BYTES, 0);
  const hashes = attributes.map((attribute, at) => hashOf(attribute, block, places[at]!));
  hashes.forEach((hash, at) => {
    block.writeUInt32LE(hash, places[at]!.entry + 12);
  });
  block.writeUInt32LE(hashOfBlock(hashes), 12);
  return block;
}

interface Placed {
  entry: number;
  value: number;
}

/** Entries from the front, values from the back; offsets of values count from `base`. */
function writeAttributes(area: Buffer, attributes: Attribute[], from: number, base: number): Placed[] {
  let entry = from;
  let end = area.length;
  return attributes.map((attribute) => {
    const { index, name, value } = attribute;
    end -= padded(value.length);
    area.set(value, end);
    area.set([name.length, index], entry);
    area.writeUInt16LE(value.length > 0 ? end - base : 0, entry + 2);
    area.writeUInt32LE(value.length, entry + 8);
    name.copy(area, entry + ENTRY_BYTES);
    const placed = { entry, value: end };
    entry += entryBytes(attribute);
    return placed;
  });
}

/** fs/ext4/xattr.c, ext4_xattr_hash_entry: names by characters, values by words. */
function hashOf({ name, value }: Attribute, block: Buffer, { value: at }: Placed): number {
  let hash = 0;
  for (const character of name) hash = (rotated(hash, 5) ^ character) >>> 0;
  for (let word = 0; word < padded(value.length); word += 4)
    hash = (rotated(hash, 16) ^ block.readUInt32LE(at + word)) >>> 0;
  return hash;
}

/** ext4_xattr_rehash: of no use when an entry has none. */
function hashOfBlock(hashes: number[]): number {
  if (hashes.includes(0)) return 0;
  return hashes.reduce((all, hash) => (rotated(all, 16) ^ hash) >>> 0, 0);
}

const rotated = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));
