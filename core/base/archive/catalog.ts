import { entryOf } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';

/** Which shards of an archive have objects of one kind: namespace ('' for cluster scope) -> numbers of shards. */
type Places = Record<string, number[]>;

/** What an archive of objects holds, and where. Beside kinds and namespaces it has nothing of any object. */
export interface Catalog {
  /** Of the API server that had the objects, such as `v1.36.3`. */
  version: string;
  /** Every kind that it served, as far as that is known; each at its preferred version first. */
  resources: ServedResource[];
  /** By `apiVersion Kind`. */
  places: Record<string, Places>;
}

export const kindName = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>) => `${apiVersion} ${kind}`;

/** Where each kind is in the shards, in their order. */
export async function placesOf(shards: AsyncIterable<KubeObject[]>): Promise<Catalog['places']> {
  const places: Catalog['places'] = {};
  let number = 0;
  for await (const shard of shards) {
    for (const object of shard) {
      const kind = places[kindName(object)] ?? {};
      const namespace = object.metadata.namespace ?? '';
      const there = entryOf(kind, namespace) ?? [];
      if (there.at(-1) !== number) there.push(number);
      kind[namespace] = there;
      places[kindName(object)] = kind;
    }
    number += 1;
  }
  return places;
}
