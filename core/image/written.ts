import type { BlockRef } from '../base/ports/block-store.ts';

/** One bit for each block of a snapshot: whether anything lies in it. */
export class Written {
  readonly #bits: Uint8Array;
  /** Of those that were added. */
  #count = 0;

  constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  static ofBlocks(blocks: number): Written {
    return new Written(new Uint8Array(Math.ceil(blocks / 8)));
  }

  get bits(): Uint8Array {
    return this.#bits;
  }

  add(block: number): void {
    if (!this.has(block)) this.#count++;
    this.#bits[block >> 3] = (this.#bits[block >> 3] ?? 0) | (1 << (block & 7));
  }

  has(block: number): boolean {
    return ((this.#bits[block >> 3] ?? 0) & (1 << (block & 7))) !== 0;
  }

  get count(): number {
    return this.#count;
  }

  /** As EBS lists them: ascending, in pages. */
  *pages(startIndex = 0, endIndex = Number.POSITIVE_INFINITY): Generator<BlockRef[]> {
    const end = Math.min(endIndex, this.#bits.length * 8);
    let page: BlockRef[] = [];
    for (let index = startIndex; index < end; index++) {
      if (!this.has(index)) continue;
      page.push({ index, token: '' });
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }
}

const PAGE = 10_000;
