import { crc32c } from './crc32c.ts';
import { BLOCK } from './ext4.ts';
import { geometryOf, type Run } from './geometry.ts';
import { Groups } from './groups.ts';
import { journalInode } from './inode-table.ts';
import { metadataBlocks } from './metadata.ts';
import type { MetadataBlock } from './metadata-block.ts';
import { numberInodes } from './numbering.ts';
import { placeAll } from './placement.ts';
import type { Tree } from './tree.ts';

export interface LayoutOptions {
  /** Of the volume. */
  bytes: number;
  /** 16 bytes. */
  uuid: Uint8Array;
  /** Up to 16 characters. */
  label: string;
  /** Seconds since the epoch: when the file system was made. */
  time: number;
}

/** A run of blocks of a file. */
export interface FileRun extends Run {
  entry: number;
  /** The run's first block, counted in the file. */
  fileBlock: number;
}

/** A file system of which only the metadata are known: the same tree and options give the same bytes. */
export interface Image {
  tree: Tree;
  inodes: number;
  /** Blocks that hold something. */
  usedBlocks: number;
  /** Ascending. Each is made when it is asked for. */
  metadata(): Iterable<MetadataBlock>;
  /** Ascending. */
  files(): Iterable<FileRun>;
  /** Attributes that ext4 cannot keep, by the path of their file. */
  left: { path: string; names: string[] }[];
}

/**
 * Lays a tree out as ext4 without the bytes of its files. Holds the tree, a few numbers for each inode, and the blocks of
 * directories; bitmaps and inode tables are made on the way. Throws InvalidRequest for what does not fit.
 */
export function layOut(tree: Tree, { bytes, uuid, label, time: seconds }: LayoutOptions): Image {
  const numbering = numberInodes(tree);
  const geometry = geometryOf(bytes, numbering.last);
  const seed = crc32c(0xffffffff, uuid);
  const input = { tree, numbering, geometry, bytes, uuid, seed };
  const placement = placeAll(input);
  const table = { ...input, placement, time: BigInt(seconds) * 1_000_000_000n };
  const groups = new Groups(geometry, placement, numbering.last);
  const { bytes: descriptors, ...free } = groups.descriptors(seed);
  const journal = { data: journalInode(table).data, bytes: placement.journal.blocks * BLOCK };
  const whole = { geometry, uuid, label, time: seconds, ...free, journal };

  return {
    tree,
    inodes: numbering.last,
    usedBlocks: geometry.blocks - free.freeBlocks,
    metadata: () => metadataBlocks({ table, groups, descriptors, whole }),
    *files() {
      for (let entry = 0; entry < tree.length; entry++) {
        if (tree.kind(entry) !== 'file' || tree.first(entry) !== entry) continue;
        const inode = numbering.inodeOf[entry]!;
        let fileBlock = 0;
        for (const { block, count } of placement.space.runs(placement.places[inode]!, placement.counts[inode]!)) {
          yield { entry, block, count, fileBlock };
          fileBlock += count;
        }
      }
    },
    left: placement.left,
  };
}
