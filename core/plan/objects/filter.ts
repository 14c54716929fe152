import { entryOf } from '../../../kube/fields.ts';
import { refText } from '../../../kube/kube-object.ts';
import { DIMENSIONS, type Dimension, type Facets, valuesOf } from './facets.ts';
import type { ObjectRecord } from './object-record.ts';

/** Which objects of a list: all that is given must be so; letters of both cases are the same. */
export type ObjectFilter = { [name in Dimension]?: string | undefined } & {
  /** Text within an object's name, as source or target have it, such as `shop/web`. */
  q?: string | undefined;
};

export function passes(record: ObjectRecord, filter: ObjectFilter): boolean {
  const asked = DIMENSIONS.filter((name) => filter[name] !== undefined);
  return (
    asked.every((name) => valuesOf(record, name).some((value) => same(value, filter[name]))) && hasText(record, filter)
  );
}

function hasText({ ref, target }: ObjectRecord, { q }: ObjectFilter): boolean {
  if (!q) return true;
  return [ref, target].some((each) => each && refText(each).toLowerCase().includes(q.toLowerCase()));
}

const same = (a: string, b = '') => a.toLowerCase() === b.toLowerCase();

/** Numbers of the shards that may have such an object, in their order. */
export function shardsFor(filter: ObjectFilter, { shards, where, counts }: Facets): number[] {
  const all = Array.from({ length: shards }, (_, at) => at);
  return DIMENSIONS.reduce((left, name) => {
    const wanted = filter[name];
    if (wanted === undefined) return left;
    const values = Object.keys(counts[name]).filter((value) => same(value, wanted));
    const holding = new Set(values.flatMap((value) => entryOf(where[name], value) ?? []));
    return left.filter((shard) => holding.has(shard));
  }, all);
}
