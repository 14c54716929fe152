import { createHash } from 'node:crypto';
import { BLOCK_BYTES } from './block-size.ts';

/**
 * The written blocks of a volume or snapshot: index -> BLOCK_BYTES bytes. Sparse and copy-on-write: `fork` costs
 * nothing, whatever the size, and a block is never changed in place, so that volumes, snapshots and copies share it.
 */
export class BlockData {
  #blocks: Map<number, Buffer>;
  #shared: boolean;

  constructor(blocks = new Map<number, Buffer>(), shared = false) {
    this.#blocks = blocks;
    this.#shared = shared;
  }

  /** The same content, for a snapshot or a copy: later writes to either side are not seen by the other. */
  fork(): BlockData {
    this.#shared = true;
    return new BlockData(this.#blocks, true);
  }

  get(index: number): Buffer | undefined {
    return this.#blocks.get(index);
  }

  /** `bytes` belongs to the block from now on: nobody may change it. */
  set(index: number, bytes: Buffer): void {
    if (this.#shared) {
      this.#blocks = new Map(this.#blocks);
      this.#shared = false;
    }
    this.#blocks.set(index, bytes);
  }

  /** Ascending. */
  indexes(): number[] {
    return [...this.#blocks.keys()].sort((a, b) => a - b);
  }

  get count(): number {
    return this.#blocks.size;
  }

  get bytes(): number {
    return this.#blocks.size * BLOCK_BYTES;
  }
}

/** Writes bytes at any offset, over as many blocks as they touch; the rest of each block stays. */
export function writeAt(data: BlockData, byteOffset: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const index = Math.floor((byteOffset + done) / BLOCK_BYTES);
    const from = byteOffset + done - index * BLOCK_BYTES;
    const part = bytes.subarray(done, done + BLOCK_BYTES - from);
    const block = Buffer.alloc(BLOCK_BYTES);
    data.get(index)?.copy(block);
    block.set(part, from);
    data.set(index, block);
    done += part.length;
  }
}

/** Bytes at any offset; what was never written reads as zeros. */
export function readAt(data: BlockData, byteOffset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const index = Math.floor((byteOffset + done) / BLOCK_BYTES);
    const from = byteOffset + done - index * BLOCK_BYTES;
    const size = Math.min(length - done, BLOCK_BYTES - from);
    data.get(index)?.copy(bytes, done, from, from + size);
    done += size;
  }
  return bytes;
}

const known = new Map<string, WeakRef<Buffer>>();
const forgotten = new FinalizationRegistry<string>((digest) => {
  if (!known.get(digest)?.deref()) known.delete(digest);
});

/** The same bytes once in memory, however often they are put: volumes here are as large as their contents differ. */
export function once(bytes: Buffer): Buffer {
  const digest = digestOf(bytes).toString('base64');
  const held = known.get(digest)?.deref();
  if (held) return held;
  known.set(digest, new WeakRef(bytes));
  forgotten.register(bytes, digest);
  return bytes;
}

const digests = new WeakMap<Buffer, Buffer>();

/** SHA-256 of a block, computed once in its life. */
export function digestOf(block: Buffer): Buffer {
  let digest = digests.get(block);
  if (!digest) {
    digest = createHash('sha256').update(block).digest();
    digests.set(block, digest);
  }
  return digest;
}
