import type { BlockSink, BlockSource } from '../../base/ports/block-store.ts';
import type { MovedBlocks } from '../../base/run/volume-records.ts';

/** The same source; each block that EBS has given is counted, since it is on the bill whatever becomes of it. */
export const countedSource = (source: BlockSource, count: MovedBlocks): BlockSource => ({
  list: (range) => source.list(range),
  async get(block, into) {
    const got = await source.get(block, into);
    count.read += 1;
    return got;
  },
});

/** The same sink; each block that EBS has taken is counted. */
export const countedSink = (sink: BlockSink, count: MovedBlocks): BlockSink => ({
  async put(index, bytes, sha256) {
    await sink.put(index, bytes, sha256);
    count.written += 1;
  },
  seal: (changedBlocks, checksum) => sink.seal(changedBlocks, checksum),
});
