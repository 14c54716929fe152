import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { bareMaps } from '../request/bare-maps.ts';
import { decodeLines, decodeShard, encodeShard, SHARD_OBJECTS, shardKey } from '../shards.ts';

/** Reads one JSON record of a run; throws NotFound naming the key and the step that should have written it. */
export async function readRecord<T>(store: ObjectStore, key: string, writtenBy: string): Promise<T> {
  const found = await findRecord<T>(store, key);
  if (found === undefined) throw missing(key, writtenBy);
  return found;
}

export async function findRecord<T>(store: ObjectStore, key: string): Promise<T | undefined> {
  const bytes = await store.get(key);
  return bytes && bareMaps(JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
}

export function writeRecord(store: ObjectStore, key: string, value: unknown): Promise<void> {
  return store.put(key, JSON.stringify(value));
}

export async function readLines<T>(store: ObjectStore, key: string, writtenBy: string): Promise<T[]> {
  const bytes = await store.get(key);
  if (!bytes) throw missing(key, writtenBy);
  return decodeLines<T>(bytes);
}

/** The objects of every shard below a prefix, one shard in memory at a time. */
export async function* readShards<T>(store: ObjectStore, prefix: string): AsyncIterable<T[]> {
  for await (const key of store.list(prefix)) yield await readShard<T>(store, key);
}

export async function readShard<T>(store: ObjectStore, key: string): Promise<T[]> {
  const bytes = await store.get(key);
  if (!bytes) throw missing(key, 'the step before');
  return decodeShard<T>(bytes);
}

/** What a writer of shards has written. */
export interface WrittenShards {
  objects: number;
  shards: number;
}

/** Collects objects into shards below a prefix; `close` writes the rest and removes what an earlier attempt left behind. */
export class ShardWriter {
  readonly #store: ObjectStore;
  readonly #prefix: string;
  #pending: unknown[] = [];
  #written: Set<string>;
  #count: number;

  /** `before`: it goes on behind what another one has written. */
  constructor(store: ObjectStore, prefix: string, before: WrittenShards = { objects: 0, shards: 0 }) {
    this.#store = store;
    this.#prefix = prefix;
    this.#written = new Set(Array.from({ length: before.shards }, (_, at) => shardKey(prefix, at)));
    this.#count = before.objects;
  }

  async add(items: readonly unknown[]): Promise<void> {
    this.#pending.push(...items);
    this.#count += items.length;
    while (this.#pending.length >= SHARD_OBJECTS) await this.#flush(this.#pending.splice(0, SHARD_OBJECTS));
  }

  /** What it was given, and what those before it have written: not what an attempt that failed has left below the prefix. */
  async *given<T>(): AsyncIterable<T[]> {
    for (const key of this.#written) yield await readShard<T>(this.#store, key);
    yield this.#pending as T[];
  }

  /** Writes all that it has, so that another one can go on. */
  async pause(): Promise<WrittenShards> {
    if (this.#pending.length > 0) await this.#flush(this.#pending.splice(0));
    return { objects: this.#count, shards: this.#written.size };
  }

  async close(): Promise<WrittenShards> {
    const written = await this.pause();
    for await (const key of this.#store.list(this.#prefix)) if (!this.#written.has(key)) await this.#store.delete(key);
    return written;
  }

  async #flush(items: unknown[]): Promise<void> {
    const key = shardKey(this.#prefix, this.#written.size);
    this.#written.add(key);
    await this.#store.put(key, encodeShard(items));
  }
}

function missing(key: string, writtenBy: string): KubeferryError {
  return new KubeferryError(
    'NotFound',
    `The run's record "${key}" is missing; ${writtenBy} writes it. Start a new run: the records of old ones expire.`,
  );
}
