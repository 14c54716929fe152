import { decodeShard, encodeShard, SHARD_OBJECTS } from '../../base/shards.ts';
import type { ObjectRecord } from './object-record.ts';

/**
 * Records of objects, held compressed until all findings are known: a plan of 100,000 objects would not fit into a
 * function as it is.
 */
export class PackedObjects {
  readonly #packed: Uint8Array[] = [];
  #pending: ObjectRecord[] = [];

  add(record: ObjectRecord): void {
    this.#pending.push(record);
    if (this.#pending.length === SHARD_OBJECTS) this.#pack();
  }

  *[Symbol.iterator](): Generator<ObjectRecord> {
    for (const packed of this.#packed) yield* decodeShard<ObjectRecord>(packed);
    yield* this.#pending;
  }

  #pack(): void {
    this.#packed.push(encodeShard(this.#pending));
    this.#pending = [];
  }
}
