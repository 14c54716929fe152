import { setTimeout as wait } from 'node:timers/promises';
import type { ClusterApi, ListOptions } from '../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refText } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';

export interface ClusterSize {
  namespaces: number;
  kinds: number;
  objects: number;
}

/** Ten kinds have most of the objects, as in a cluster. */
const COMMON = 10;
const COMMON_SHARE = 0.95;
const PAGE = 500;
/** Kept-alive connections of a function to an API server. */
const CONNECTIONS = 32;

const NAMESPACES: ServedResource = {
  apiVersion: 'v1',
  kind: 'Namespace',
  resource: 'namespaces',
  namespaced: false,
  verbs: ['get', 'list', 'delete'],
};

/** A cluster in memory that answers each call after a round trip, over so many connections as a function has. */
export function slowCluster({ namespaces, kinds, objects }: ClusterSize, roundTripMs: number) {
  const resources = [NAMESPACES, ...Array.from({ length: kinds }, (_, at) => resourceOf(at))];
  /** `apiVersion kind namespace` -> name -> object. */
  const places = new Map<string, Map<string, KubeObject>>();
  const placeOf = ({ apiVersion, kind, namespace = '' }: Omit<ObjectRef, 'name'>) =>
    `${apiVersion} ${kind} ${namespace}`;
  const add = (object: KubeObject) => {
    const place = placeOf({ ...object, namespace: object.metadata.namespace });
    places.set(place, (places.get(place) ?? new Map()).set(object.metadata.name, object));
  };
  for (let at = 0; at < namespaces; at++) add(objectOf('v1', 'Namespace', `team-${at}`, undefined));
  for (let kind = 0; kind < kinds; kind++) {
    const share = kind < COMMON ? COMMON_SHARE / COMMON : (1 - COMMON_SHARE) / (kinds - COMMON);
    for (let at = 0; at < Math.round(objects * share); at++)
      add(objectOf('bench.example/v1', `Kind${kind}`, `object-${at}`, `team-${at % namespaces}`));
  }

  let calls = 0;
  let busy = 0;
  const waiting: (() => void)[] = [];
  const call = async <T>(answer: () => T): Promise<T> => {
    calls++;
    if (busy >= CONNECTIONS) await new Promise<void>((free) => waiting.push(free));
    else busy++;
    await wait(roundTripMs);
    const next = waiting.shift();
    if (next) next();
    else busy--;
    return answer();
  };
  const at = (of: Omit<ObjectRef, 'name'>) => places.get(placeOf(of)) ?? new Map<string, KubeObject>();
  async function* list({ apiVersion, kind }: ServedResource, { namespace, metadataOnly }: ListOptions = {}) {
    const found = [...(await call(() => at({ apiVersion, kind, namespace }))).values()];
    for (let from = 0; from < found.length; from += PAGE) {
      if (from > 0) await call(() => undefined);
      yield found
        .slice(from, from + PAGE)
        .map((each) => (metadataOnly ? { apiVersion: '', kind: '', metadata: each.metadata } : each));
    }
  }
  const api: Partial<ClusterApi> = {
    discover: () => call(() => ({ resources, failed: [] })),
    list,
    names: (of) => call(() => new Map([...at(of)].map(([name, { metadata }]) => [name, metadata.uid ?? '']))),
    create: (object) => call(() => object),
    get: (ref) => call(() => at(ref).get(ref.name)),
    delete: (ref) => call(() => (at(ref).delete(ref.name) ? 'deleting' : 'gone')),
  };
  return {
    api: api as ClusterApi,
    calls: () => calls,
    uidOf: (ref: ObjectRef) => refText(ref),
    *objects(): Iterable<KubeObject> {
      for (const place of places.values()) yield* place.values();
    },
  };
}

const resourceOf = (at: number): ServedResource => ({
  apiVersion: 'bench.example/v1',
  kind: `Kind${at}`,
  resource: `kind${at}s`,
  namespaced: true,
  verbs: ['get', 'list', 'delete'],
});

function objectOf(apiVersion: string, kind: string, name: string, namespace: string | undefined): KubeObject {
  const ref = { apiVersion, kind, name, ...(namespace ? { namespace } : {}) };
  const metadata = { name, ...(namespace ? { namespace } : {}), uid: refText(ref), labels: { app: name } };
  return { apiVersion, kind, metadata, spec: { text: 'x'.repeat(500) } };
}
