import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { ObjectListKeys } from '../../base/run/keys.ts';
import { ShardWriter, writeRecord } from '../../base/run/records.ts';
import { SHARD_OBJECTS } from '../../base/shards.ts';
import { FacetCounter } from './facets.ts';
import type { ObjectRecord } from './object-record.ts';

/** Writes a list of objects as shards, in the order given, and last how many there are of what. */
export async function keepObjects(
  store: ObjectStore,
  { objects: prefix, facets }: ObjectListKeys,
  route: string,
  records: Iterable<ObjectRecord>,
): Promise<void> {
  const writer = new ShardWriter(store, prefix);
  const counter = new FacetCounter();
  let count = 0;
  for (const record of records) {
    counter.count(record, Math.floor(count / SHARD_OBJECTS));
    count += 1;
    await writer.add([record]);
  }
  const { shards } = await writer.close();
  await writeRecord(store, facets, counter.facets(route, shards));
}
