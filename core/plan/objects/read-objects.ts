import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { ObjectListKeys } from '../../base/run/keys.ts';
import { readShard } from '../../base/run/records.ts';
import { shardKey } from '../../base/shards.ts';
import type { Facets } from './facets.ts';
import { type ObjectFilter, passes, shardsFor } from './filter.ts';
import type { ObjectRecord } from './object-record.ts';

/** Shards that are read at once, and in one answer at most: 50,000 objects, within a second or two. */
const AT_ONCE = 8;
const MOST_SHARDS = 100;

/** Where to go on: the shard, and the object in it. */
export interface Position {
  shard: number;
  at: number;
}

export interface ObjectPage {
  objects: ObjectRecord[];
  /** Absent when there is no more. A page may have fewer objects than were asked for, and a next one. */
  next?: Position;
}

export interface Wanted {
  filter: ObjectFilter;
  limit: number;
  from: Position;
  /** Characters of JSON that fit into one answer. */
  size: number;
}

/** The next objects that pass the filter, in the order of the list. */
export async function readObjects(
  store: ObjectStore,
  { objects: prefix }: ObjectListKeys,
  facets: Facets,
  { filter, limit, from, size }: Wanted,
): Promise<ObjectPage> {
  const shards = shardsFor(filter, facets).filter((shard) => shard >= from.shard);
  const found: ObjectRecord[] = [];
  let room = size;
  for (let read = 0; read < Math.min(shards.length, MOST_SHARDS); read += AT_ONCE) {
    const batch = shards.slice(read, read + AT_ONCE);
    const contents = await Promise.all(batch.map((each) => readShard<ObjectRecord>(store, shardKey(prefix, each))));
    for (const [index, shard] of batch.entries()) {
      const records = contents[index] ?? [];
      for (let at = shard === from.shard ? from.at : 0; at < records.length; at++) {
        const record = records[at];
        if (!record || !passes(record, filter)) continue;
        room -= JSON.stringify(record).length;
        if (found.length === limit || (room < 0 && found.length > 0)) return { objects: found, next: { shard, at } };
        found.push(record);
      }
    }
  }
  const rest = shards[MOST_SHARDS];
  return { objects: found, ...(rest === undefined ? {} : { next: { shard: rest, at: 0 } }) };
}
