import type { EntryKind } from '../base/ports/file-repository.ts';
import { crc32c } from './crc32c.ts';
import { BLOCK } from './ext4.ts';

/** What a directory has under a name. */
export interface Name {
  name: Uint8Array;
  inode: number;
  kind: EntryKind;
}

/** https://docs.kernel.org/filesystems/ext4/directory.html: the type of what an entry names. */
const TYPES: Record<EntryKind, number> = {
  file: 1,
  directory: 2,
  'character-device': 3,
  'block-device': 4,
  fifo: 5,
  socket: 6,
  symlink: 7,
};
const HEAD_BYTES = 8;
/** The last entry of a block names nothing and holds its checksum. */
const TAIL_BYTES = 12;
const END = BLOCK - TAIL_BYTES;
const TAIL_TYPE = 0xde;

const lengthOf = (name: Uint8Array) => (HEAD_BYTES + name.length + 3) & ~3;

/** One block of entries; each but the last is as long as it needs to be. */
export class DirectoryBlock {
  readonly #bytes = Buffer.alloc(BLOCK);
  #end = 0;
  #last = 0;

  fits({ name }: Name): boolean {
    return this.#end + lengthOf(name) <= END;
  }

  add({ name, inode, kind }: Name): void {
    const at = this.#end;
    this.#bytes.writeUInt32LE(inode, at);
    this.#bytes.writeUInt16LE(lengthOf(name), at + 4);
    this.#bytes[at + 6] = name.length;
    this.#bytes[at + 7] = TYPES[kind];
    this.#bytes.set(name, at + HEAD_BYTES);
    this.#last = at;
    this.#end += lengthOf(name);
  }

  /** `seed` is the checksum that those of the directory's inode begin at. */
  close(seed: number): Buffer {
    this.#bytes.writeUInt16LE(END - this.#last, this.#last + 4);
    this.#bytes.writeUInt16LE(TAIL_BYTES, END + 4);
    this.#bytes[END + 7] = TAIL_TYPE;
    this.#bytes.writeUInt32LE(crc32c(seed, this.#bytes.subarray(0, END)), END + 8);
    return this.#bytes;
  }
}

/** The names one after the other, in as many blocks as they need. */
export function linearBlocks(names: Iterable<Name>, seed: number, atLeast = 1): Buffer[] {
  const blocks: Buffer[] = [];
  let open = new DirectoryBlock();
  for (const name of names) {
    if (!open.fits(name)) {
      blocks.push(open.close(seed));
      open = new DirectoryBlock();
    }
    open.add(name);
  }
  blocks.push(open.close(seed));
  while (blocks.length < atLeast) blocks.push(new DirectoryBlock().close(seed));
  return blocks;
}
