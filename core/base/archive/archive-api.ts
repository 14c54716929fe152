import type { ClusterApi, ListOptions } from '../../../kube/cluster-api.ts';
import { entryOf } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { parseLabelSelector } from '../request/label-selector.ts';
import { readShard } from '../run/records.ts';
import { shardKey } from '../shards.ts';
import { type Catalog, kindName } from './catalog.ts';

const OBJECTS_A_PAGE = 500;
/** Shards that stay in memory: an export asks kind by kind, and a small cluster is one shard for all of them. */
const SHARDS_KEPT = 8;

/** Objects at rest, in shards below a prefix. */
export interface Archive {
  /** In sentences: `Velero backup "nightly-1"`. */
  name: string;
  catalog: Catalog;
  shard(number: number): Promise<KubeObject[]>;
}

/** The shards of an archive in the object store; the last ones that were asked for stay in memory. */
export function shardsIn(store: ObjectStore, prefix: string): Archive['shard'] {
  const kept = new Map<number, Promise<KubeObject[]>>();
  return (number) => {
    const shard = kept.get(number) ?? readShard<KubeObject>(store, shardKey(prefix, number));
    kept.delete(number);
    kept.set(number, shard);
    for (const oldest of [...kept.keys()].slice(0, -SHARDS_KEPT)) kept.delete(oldest);
    shard.catch(() => kept.delete(number));
    return shard;
  };
}

/** A cluster that can be read and nothing else: the objects are as they were when the archive was made. */
export function archiveApi(archive: Archive): ClusterApi {
  const { catalog } = archive;
  const refuse = async (): Promise<never> => {
    throw new KubeferryError('InvalidRequest', `${archive.name} is read-only: it can be read, and not be changed.`);
  };
  return {
    version: async () => catalog.version,
    discover: async () => ({ resources: catalog.resources, failed: [] }),
    list: (resource, options = {}) => pagesOf(archive, resource, options),
    names: async ({ apiVersion, kind, namespace }) => {
      const found = new Map<string, string>();
      for await (const { metadata } of objectsOf(archive, { apiVersion, kind }, namespace))
        found.set(metadata.name, metadata.uid ?? '');
      return found;
    },
    get: async ({ apiVersion, kind, namespace, name }) => {
      for await (const object of objectsOf(archive, { apiVersion, kind }, namespace))
        if (object.metadata.name === name && object.metadata.namespace === namespace) return object;
      return undefined;
    },
    create: refuse,
    previewReplace: refuse,
    adoptFields: refuse,
    apply: refuse,
    merge: refuse,
    delete: refuse,
    exec: refuse,
    close: () => {},
  };
}

async function* pagesOf(
  archive: Archive,
  resource: ServedResource,
  { namespace, labelSelector, fieldSelector, limit = OBJECTS_A_PAGE, metadataOnly = false }: ListOptions,
): AsyncGenerator<KubeObject[]> {
  const matches = labelSelector === undefined ? () => true : parseLabelSelector(labelSelector);
  const isNamed = fieldSelector === undefined ? () => true : byName(fieldSelector);
  let page: KubeObject[] = [];
  for await (const object of objectsOf(archive, resource, resource.namespaced ? namespace : undefined)) {
    if (!matches(object.metadata.labels ?? {}) || !isNamed(object.metadata.name)) continue;
    page.push(metadataOnly ? bare(object) : object);
    if (page.length < limit) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* objectsOf(
  { catalog, shard }: Archive,
  of: Pick<KubeObject, 'apiVersion' | 'kind'>,
  namespace?: string,
): AsyncGenerator<KubeObject> {
  const places = catalog.places[kindName(of)] ?? {};
  const numbers = namespace === undefined ? Object.values(places).flat() : (entryOf(places, namespace) ?? []);
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b))
    for (const object of await shard(number))
      if (kindName(object) === kindName(of) && (namespace === undefined || object.metadata.namespace === namespace))
        yield object;
}

const bare = ({ apiVersion, kind, metadata }: KubeObject): KubeObject => ({ apiVersion, kind, metadata });

function byName(fieldSelector: string): (name: string) => boolean {
  const [, wanted] = /^metadata\.name==?([^,]+)$/.exec(fieldSelector) ?? [];
  if (wanted === undefined)
    throw new KubeferryError('InvalidRequest', `An archive of objects cannot select by "${fieldSelector}".`);
  return (name) => name === wanted;
}
