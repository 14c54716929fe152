import { createHash } from 'node:crypto';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { BLOCK_BYTES, type BlockSink, type BlockSource } from '../../../../core/base/ports/block-store.ts';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Few contents, shared by all tests: 0 is the all-zero block. */
export const CONTENTS = [0, 1, 2, 3].map((seed) => {
  const bytes = Buffer.alloc(BLOCK_BYTES);
  for (let at = 0; at < BLOCK_BYTES && seed > 0; at += 4) bytes.writeUInt32LE((at * 2_654_435_761 * seed) >>> 0, at);
  return bytes;
});

export type Volume = Map<number, Buffer>;

export function sourceOf(volume: Volume, page = 3): BlockSource {
  return {
    async *list({ startIndex = 0, endIndex = Number.POSITIVE_INFINITY } = {}) {
      const indexes = [...volume.keys()].filter((it) => it >= startIndex && it < endIndex).sort((a, b) => a - b);
      for (let at = 0; at < indexes.length; at += page) {
        yield indexes.slice(at, at + page).map((index) => ({ index, token: String(index) }));
      }
    },
    async get({ index }, into = new Uint8Array(BLOCK_BYTES)) {
      await Promise.resolve();
      into.set(volume.get(index)!);
      return { bytes: into, sha256: sha256(volume.get(index)!) };
    },
  };
}

/** Compares digests as EBS does, and keeps what it was told at the seal. */
export function sinkInto(volume: Volume) {
  const sealed: { changedBlocks: number; checksum: Uint8Array }[] = [];
  const sink: BlockSink = {
    async put(index, bytes, digest) {
      await Promise.resolve();
      if (!sha256(bytes).equals(digest)) throw new KubeferryError('DataCorrupt', `block ${index} is damaged`);
      volume.set(index, Buffer.from(bytes));
    },
    async seal(changedBlocks, checksum) {
      sealed.push({ changedBlocks, checksum });
    },
  };
  return { sink, sealed };
}

/** Calls that fail: before they do anything, or after they did all of it. One entry a call, in order; then none fails. */
export type Faults = ('none' | 'before' | 'after')[];

function faulty<T>(faults: Faults, run: () => Promise<T>): Promise<T> {
  const fault = faults.shift() ?? 'none';
  const failure = () => Promise.reject(new KubeferryError('Unavailable', 'try again'));
  if (fault === 'before') return failure();
  return fault === 'after' ? run().then(failure) : run();
}

export function faultySource(source: BlockSource, faults: Faults): BlockSource {
  return {
    async *list(range) {
      for await (const page of source.list(range)) yield await faulty(faults, async () => page);
    },
    get: (block, into) => faulty(faults, () => source.get(block, into)),
  };
}

export function faultySink(sink: BlockSink, faults: Faults): BlockSink {
  return {
    put: (index, bytes, digest) => faulty(faults, () => sink.put(index, bytes, digest)),
    seal: (changed, checksum) => faulty(faults, () => sink.seal(changed, checksum)),
  };
}
