import { gate, type Limit } from '../../base/pace/gate.ts';
import type { BlockSink, BlockSource } from '../../base/ports/block-store.ts';

/** A source whose `get` keeps a limit; lists are few and pass. */
export function limitedSource(source: BlockSource, limit: Limit): BlockSource {
  const enter = gate(limit);
  return { list: (range) => source.list(range), get: (block, into) => enter(() => source.get(block, into)) };
}

/** A sink whose `put` keeps a limit; there is one seal, and it passes. */
export function limitedSink(sink: BlockSink, limit: Limit): BlockSink {
  const enter = gate(limit);
  return {
    put: (index, bytes, sha256) => enter(() => sink.put(index, bytes, sha256)),
    seal: (changedBlocks, checksum) => sink.seal(changedBlocks, checksum),
  };
}
