import { KubeferryError } from '../base/errors.ts';
import { crc32c } from './crc32c.ts';
import { DirectoryBlock, type Name } from './directory-block.ts';
import { BLOCK, littleEndian32 } from './ext4.ts';
import { nameHash } from './half-md4.ts';

const ENTRY_BYTES = 8;
/** Entries behind `.` and `..` in the root, and behind the empty entry of an inner node; each keeps one for its checksum. */
const ROOT_AT = 32;
const ROOT_ENTRIES = (BLOCK - ROOT_AT) / ENTRY_BYTES - 1;
const NODE_AT = 8;
const NODE_ENTRIES = (BLOCK - NODE_AT) / ENTRY_BYTES - 1;
const HALF_MD4 = 1;
/** The lowest bit of a pointer's hash: names of the same hash began in the leaf before. */
const CONTINUED = 1;

interface Leaf {
  /** Of its first name. */
  hash: number;
  bytes: Buffer;
}
interface Pointer {
  hash: number;
  /** A block of the directory. */
  block: number;
}

/**
 * A directory whose names are found by their hash (https://docs.kernel.org/filesystems/ext4/directory.html#hash-tree-directories):
 * the root, the inner nodes where one level is not enough, then the leaves. Throws InvalidRequest for more names than two levels hold.
 */
export function hashTree(names: Iterable<Name>, inode: number, parent: number, seed: number): Buffer[] {
  const leaves = leavesOf(names, seed);
  const nodeCount = leaves.length > ROOT_ENTRIES ? Math.ceil(leaves.length / NODE_ENTRIES) : 0;
  if (nodeCount > ROOT_ENTRIES) throw tooMany(leaves.length);
  const toLeaves = leaves.map(({ hash }, at) => ({ hash, block: 1 + nodeCount + at }));
  const nodes: Buffer[] = [];
  const toNodes: Pointer[] = [];
  for (let at = 0; at < nodeCount; at++) {
    const pointers = toLeaves.slice(at * NODE_ENTRIES, (at + 1) * NODE_ENTRIES);
    toNodes.push({ hash: pointers[0]!.hash, block: 1 + at });
    nodes.push(point(emptyNode(), NODE_AT, NODE_ENTRIES, pointers, seed));
  }
  const levels = nodeCount > 0 ? 1 : 0;
  const root = point(rootHead(inode, parent, levels), ROOT_AT, ROOT_ENTRIES, levels ? toNodes : toLeaves, seed);
  return [root, ...nodes, ...leaves.map(({ bytes }) => bytes)];
}

function leavesOf(names: Iterable<Name>, seed: number): Leaf[] {
  const hashed = [...names].map((name) => ({ ...name, hash: nameHash(name.name) })).sort((a, b) => a.hash - b.hash);
  const leaves: Leaf[] = [];
  let open = new DirectoryBlock();
  let first = 0;
  let previous = -1;
  for (const name of hashed) {
    if (!open.fits(name)) {
      leaves.push({ hash: first, bytes: open.close(seed) });
      open = new DirectoryBlock();
      first = name.hash === previous ? (name.hash | CONTINUED) >>> 0 : name.hash;
    }
    open.add(name);
    previous = name.hash;
  }
  return [...leaves, { hash: first, bytes: open.close(seed) }];
}

/** An entry without a name over the whole block, so that who knows no trees sees nothing there. */
function emptyNode(): Buffer {
  const node = Buffer.alloc(BLOCK);
  node.writeUInt16LE(BLOCK, 4);
  return node;
}

function rootHead(inode: number, parent: number, levels: number): Buffer {
  const root = Buffer.alloc(BLOCK);
  root.writeUInt32LE(inode, 0);
  root.writeUInt16LE(12, 4);
  root.set([1, 2, 0x2e], 6);
  root.writeUInt32LE(parent, 12);
  root.writeUInt16LE(BLOCK - 12, 16);
  root.set([2, 2, 0x2e, 0x2e], 18);
  root.set([HALF_MD4, ENTRY_BYTES, levels], 28);
  return root;
}

/** The place of the first entry's hash has how many entries there are, and how many there may be. */
function point(block: Buffer, at: number, most: number, pointers: readonly Pointer[], seed: number): Buffer {
  pointers.forEach((pointer, number) => {
    block.writeUInt32LE(pointer.hash, at + number * ENTRY_BYTES);
    block.writeUInt32LE(pointer.block, at + number * ENTRY_BYTES + 4);
  });
  block.writeUInt16LE(most, at);
  block.writeUInt16LE(pointers.length, at + 2);
  const tail = at + most * ENTRY_BYTES;
  const overEntries = crc32c(seed, block.subarray(0, at + pointers.length * ENTRY_BYTES));
  const overTail = crc32c(overEntries, block.subarray(tail, tail + 4));
  block.writeUInt32LE(crc32c(overTail, littleEndian32(0)), tail + 4);
  return block;
}

const tooMany = (leaves: number) =>
  new KubeferryError(
    'InvalidRequest',
    `A directory takes ${leaves} blocks of names; ext4 without "large_dir" has room for ${ROOT_ENTRIES * NODE_ENTRIES}. ` +
      'Way out: restore this claim with the tool of the repository.',
  );
