import type { ObjectRecord } from './object-record.ts';
import { rulesOf } from './object-record.ts';

/** By what objects are counted and found. */
export const DIMENSIONS = ['outcome', 'kind', 'namespace', 'rule', 'severity', 'result'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** How many objects have each value; `''` is the namespace of what is of cluster scope. */
export type Counts = Record<Dimension, Record<string, number>>;

/** `facets.json` beside shards of object records. */
export interface Facets {
  route: string;
  objects: number;
  shards: number;
  counts: Counts;
  /** In which shards each value is, so that a look for a few objects reads few of them. */
  where: Record<Dimension, Record<string, number[]>>;
}

/** What an object is under each dimension: it may have several values under one. */
export function valuesOf(record: ObjectRecord, dimension: Dimension): string[] {
  if (dimension === 'rule') return rulesOf(record);
  if (dimension === 'severity') return [...new Set(record.findings.map(({ severity }) => severity))];
  if (dimension === 'namespace') return [record.ref.namespace ?? ''];
  if (dimension === 'kind') return [record.ref.kind];
  return [record[dimension] ?? []].flat();
}

/** Counts records as they are written, shard by shard. */
export class FacetCounter {
  readonly #counts = empty<number>();
  readonly #where = empty<number[]>();
  #objects = 0;

  count(record: ObjectRecord, shard: number): void {
    this.#objects += 1;
    for (const dimension of DIMENSIONS) {
      const counts = this.#counts[dimension];
      for (const value of valuesOf(record, dimension)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
        note(this.#where[dimension], value, shard);
      }
    }
  }

  facets(route: string, shards: number): Facets {
    return { route, objects: this.#objects, shards, counts: plain(this.#counts), where: plain(this.#where) };
  }
}

type Maps<T> = Record<Dimension, Map<string, T>>;
const empty = <T>() => Object.fromEntries(DIMENSIONS.map((name) => [name, new Map<string, T>()])) as Maps<T>;

/** Maps become plain ones without a prototype's names in them: a namespace may be called `constructor`. */
const plain = <T>(maps: Maps<T>) =>
  Object.fromEntries(DIMENSIONS.map((name) => [name, Object.fromEntries(sorted(maps[name]))])) as Record<
    Dimension,
    Record<string, T>
  >;
const sorted = <T>(map: Map<string, T>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

function note(where: Map<string, number[]>, value: string, shard: number): void {
  const shards = where.get(value);
  if (!shards) where.set(value, [shard]);
  else if (shards.at(-1) !== shard) shards.push(shard);
}
