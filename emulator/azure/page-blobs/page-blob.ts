/** Pages are the smallest piece that can be written, cleared or listed (https://learn.microsoft.com/azure/storage/blobs/storage-blob-pageblob-overview). */
export const PAGE_BYTES = 512;
/** Pages that lie together in memory. */
const CHUNK_PAGES = 1_024;
const CHUNK_BYTES = PAGE_BYTES * CHUNK_PAGES;

/** Bytes and, for each page, the number of the write that it has from; 0: not written, or cleared. */
interface Chunk {
  bytes: Buffer;
  writes: Uint32Array;
}

/** A run of pages, in bytes, up to but not including the end. */
export interface PageRange {
  start: number;
  end: number;
  /** It had data in the earlier blob, and has none in this one. */
  cleared?: true;
}

/** Of all blobs, so that no two writes have the same number. */
let writeNumber = 0;
let blobNumber = 0;

/**
 * Sparse pages with copy-on-write: a snapshot costs nothing, whatever the size. What differs between two of them is told by
 * the writes, not by the bytes: a page that was written again with the same bytes differs, as in Azure.
 */
export class PageBlob {
  readonly size: number;
  /** Of the disk that it, or what it was forked of, began as: only snapshots of one disk are compared. */
  readonly disk: number;
  /** Ascending in the order in which blobs were made. */
  readonly number = ++blobNumber;
  readonly #chunks: Map<number, Chunk>;
  /** Chunks that this blob alone has, so that they may be changed in place. */
  readonly #own = new Set<number>();
  /** Another one after each change. */
  etag: string;

  /** `size` is in bytes, a multiple of 512. */
  constructor(size: number, chunks = new Map<number, Chunk>(), disk?: number) {
    if (size % PAGE_BYTES !== 0)
      throw new RangeError(`A page blob has whole pages of ${PAGE_BYTES} bytes, not ${size} bytes.`);
    this.size = size;
    this.#chunks = chunks;
    this.disk = disk ?? this.number;
    this.etag = nextTag();
  }

  /** The same pages as a snapshot of this disk; later writes to either side are not seen by the other. */
  fork(): PageBlob {
    this.#own.clear();
    return new PageBlob(this.size, new Map(this.#chunks), this.disk);
  }

  /** The same pages as a disk of its own, with which no snapshot of this one is compared; never a smaller one. */
  toDisk(size = this.size): PageBlob {
    this.#own.clear();
    return new PageBlob(size, new Map(this.#chunks));
  }

  /** What was never written reads as zeros. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    this.#each(offset, length, (number, from, at, size) => {
      this.#chunks.get(number)?.bytes.copy(bytes, at, from, from + size);
    });
    return bytes;
  }

  /** At any offset: the rest of a page that is written in part stays. */
  write(offset: number, bytes: Uint8Array): void {
    const write = ++writeNumber;
    this.#each(offset, bytes.length, (number, from, at, size) => {
      const chunk = this.#ownChunk(number);
      chunk.bytes.set(bytes.subarray(at, at + size), from);
      chunk.writes.fill(write, Math.floor(from / PAGE_BYTES), Math.ceil((from + size) / PAGE_BYTES));
    });
    this.etag = nextTag();
  }

  /** Whole pages: they read as zeros afterwards, and are in no list. */
  clear(offset: number, length: number): void {
    this.#each(offset, length, (number, from, _, size) => {
      if (!this.#chunks.has(number)) return;
      const chunk = this.#ownChunk(number);
      chunk.bytes.fill(0, from, from + size);
      chunk.writes.fill(0, from / PAGE_BYTES, (from + size) / PAGE_BYTES);
    });
    this.etag = nextTag();
  }

  /** Ascending and as long as they can be; with an earlier fork, those that differ from it. */
  ranges(earlier?: PageBlob): PageRange[] {
    const past = earlier ? earlier.#chunks : new Map<number, Chunk>();
    const ranges: PageRange[] = [];
    const add = (page: number, cleared: boolean) => {
      const start = page * PAGE_BYTES;
      const last = ranges.at(-1);
      if (last?.end === start && (last.cleared ?? false) === cleared) last.end += PAGE_BYTES;
      else ranges.push({ start, end: start + PAGE_BYTES, ...(cleared ? { cleared } : {}) });
    };
    const numbers = new Set([...this.#chunks.keys(), ...past.keys()]);
    for (const number of [...numbers].sort((a, b) => a - b)) {
      const [now, before] = [this.#chunks.get(number), past.get(number)];
      if (now === before) continue;
      for (let page = 0; page < CHUNK_PAGES; page++) {
        const write = now?.writes[page] ?? 0;
        if (write !== (before?.writes[page] ?? 0)) add(number * CHUNK_PAGES + page, write === 0);
      }
    }
    return ranges;
  }

  #ownChunk(number: number): Chunk {
    const held = this.#chunks.get(number);
    if (held && this.#own.has(number)) return held;
    const chunk = held
      ? { bytes: Buffer.from(held.bytes), writes: held.writes.slice() }
      : { bytes: Buffer.alloc(CHUNK_BYTES), writes: new Uint32Array(CHUNK_PAGES) };
    this.#chunks.set(number, chunk);
    this.#own.add(number);
    return chunk;
  }

  /** Calls with the part of each chunk that the bytes from `offset` touch: chunk, offset in it, offset in the bytes, size. */
  #each(offset: number, length: number, take: (number: number, from: number, at: number, size: number) => void): void {
    if (offset < 0 || offset + length > this.size) {
      throw new RangeError(`${offset} to ${offset + length} is beyond the ${this.size} bytes of the blob.`);
    }
    for (let at = 0; at < length; ) {
      const number = Math.floor((offset + at) / CHUNK_BYTES);
      const from = offset + at - number * CHUNK_BYTES;
      const size = Math.min(length - at, CHUNK_BYTES - from);
      take(number, from, at, size);
      at += size;
    }
  }
}

let tags = 0;
const nextTag = () => `"0x8DD${(++tags).toString(16).toUpperCase().padStart(12, '0')}"`;
