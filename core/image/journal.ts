import { BLOCK } from './ext4.ts';

const MAGIC = 0xc03b3998;
const SUPERBLOCK_V2 = 4;
const MIB = 2 ** 20;

/** As mke2fs: 64 MiB, less on what is too small for that. */
export function journalBlocks(bytes: number): number {
  if (bytes >= 1024 * MIB) return (64 * MIB) / BLOCK;
  return bytes >= 128 * MIB ? (16 * MIB) / BLOCK : 1024;
}

/** The first block of an empty journal (https://docs.kernel.org/filesystems/ext4/journal.html), which is big-endian. */
export function journalSuperblock(blocks: number, uuid: Uint8Array): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  const firstSequence = 1;
  const emptySince = 0;
  const head = [MAGIC, SUPERBLOCK_V2, 0, BLOCK, blocks, 1, firstSequence, emptySince];
  head.forEach((word, at) => {
    bytes.writeUInt32BE(word, 4 * at);
  });
  bytes.set(uuid, 0x30);
  bytes.writeUInt32BE(1, 0x40);
  return bytes;
}
