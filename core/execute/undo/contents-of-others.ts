import type { ClusterApi, Discovery } from '../../../kube/cluster-api.ts';
import { groupOf, type KubeObject, type OwnerReference, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { isGenerated, isStored } from './generated.ts';

const IN_FLIGHT = 16;
/** Named in the sentence; more are counted. */
const SHOWN = 5;

/** What a roll-back knows when it looks into things. */
export interface Known {
  discovery: Discovery;
  /** Uids of the objects of the run's ledger. */
  own: ReadonlySet<string>;
  /** `Kind name` of each, also of those that are gone by now. */
  ownNames: ReadonlySet<string>;
  /** `namespace/name` of claims of the run that stay, since others use them. */
  keptClaims?: ReadonlySet<string>;
  /** Of a run that refreshes, until there is no way back: what its roll-back puts back. */
  former?: Former;
}

export interface Former {
  /** Uids of objects that the run took over. */
  objects: ReadonlySet<string>;
  /** Uids of workloads, of whomever, that the run scaled down for its volumes, and that come back with the former ones. */
  rested: ReadonlySet<string>;
}

/** The resources of which something may lie in a container, each once, in the server's preferred version. */
function storedResources({ resources }: Discovery): ServedResource[] {
  const stored = resources.filter(
    ({ apiVersion, kind, verbs }) =>
      verbs.includes('list') && verbs.some((verb) => verb.startsWith('delete')) && isStored(apiVersion, kind),
  );
  const once = new Map<string, ServedResource>();
  for (const each of stored) {
    const key = `${groupOf(each.apiVersion)}/${each.resource}`;
    if (!once.has(key)) once.set(key, each);
  }
  return [...once.values()];
}

/** What others have in a namespace, in words; '' when there is nothing. */
export async function othersInNamespace(api: ClusterApi, known: Known, namespace: string): Promise<string> {
  const { unread, objects } = await lookIntoNamespace(api, known, namespace);
  return unread || inWords(objects);
}

/**
 * The same of many namespaces: one list for each kind in all of the cluster, and not in each of them. Of the run's own objects,
 * which go in any case, none is kept in memory.
 */
export async function othersInNamespaces(
  api: ClusterApi,
  known: Known,
  namespaces: readonly string[],
): Promise<(namespace: string) => Promise<string>> {
  const unread = unreadIn(known);
  const found = new Map<string, KubeObject[]>(namespaces.map((name) => [name, []]));
  const resources = unread ? [] : storedResources(known.discovery).filter(({ namespaced }) => namespaced);
  await inParallel(resources, IN_FLIGHT, async (resource) => {
    for await (const page of api.list(resource, { metadataOnly: true }))
      for (const object of page)
        if (!known.own.has(object.metadata.uid ?? '')) found.get(object.metadata.namespace ?? '')?.push(object);
  });
  return async (namespace) => unread || inWords(await othersAmong(api, known, found.get(namespace) ?? []));
}

/** Nothing is listed where an API of the cluster does not say what it stores, since nobody can see it all then; '' where all do. */
function unreadIn({ discovery }: Known): string {
  const failed = discovery.failed.filter(({ groupVersion }) => isStored(groupVersion, ''));
  const apis = failed.map(({ groupVersion }) => groupVersion).join(', ');
  return failed.length > 0 ? `nobody can see what is in it of ${apis} (${failed[0]!.reason})` : '';
}

/** What others have in a namespace: one list for each kind, and none for an object; `unread` says why none was listed. */
export async function lookIntoNamespace(
  api: ClusterApi,
  known: Known,
  namespace: string,
): Promise<{ unread: string; objects: KubeObject[] }> {
  const unread = unreadIn(known);
  if (unread) return { unread, objects: [] };
  return { unread, objects: await othersAmong(api, known, await everythingIn(api, known, namespace)) };
}

/** Uids of everything in a namespace that does not go with what is the run's, as far as its APIs say what they store. */
export async function stayingIn(api: ClusterApi, known: Known, namespace: string): Promise<ReadonlySet<string>> {
  return new Set((await stayingAmong(api, known, await everythingIn(api, known, namespace))).keys());
}

async function everythingIn(api: ClusterApi, { discovery }: Known, namespace: string): Promise<KubeObject[]> {
  const resources = storedResources(discovery).filter(({ namespaced }) => namespaced);
  return (await inParallel(resources, IN_FLIGHT, (resource) => everyOne(api, resource, namespace))).flat();
}

/** Custom objects of others of a type, in all namespaces, in words; '' when there are none. `name` is `plural.group`. */
export async function othersOfType(api: ClusterApi, known: Known, name: string): Promise<string> {
  const resource = known.discovery.resources.find((each) => `${each.resource}.${groupOf(each.apiVersion)}` === name);
  if (!resource) return '';
  return inWords(await othersAmong(api, known, await everyOne(api, resource)));
}

/** Those that stay and that no other of them owns: an owner stands for what is its. */
async function othersAmong(api: ClusterApi, known: Known, objects: KubeObject[]): Promise<KubeObject[]> {
  const staying = await stayingAmong(api, known, objects);
  return [...staying.values()].filter(({ metadata }) => !metadata.ownerReferences?.some(({ uid }) => staying.has(uid)));
}

/** By uid: those that are neither the run's, nor going, nor generated, nor owned by such: what is owned goes with its owner. */
async function stayingAmong(
  api: ClusterApi,
  known: Known,
  objects: KubeObject[],
): Promise<ReadonlyMap<string, KubeObject>> {
  const isOwnByName = (kind: string, name: string) => known.ownNames.has(`${kind} ${name}`);
  const going = new Set<string>(known.own);
  const staying = new Map(objects.map((object) => [object.metadata.uid ?? '', object]));
  const leave = (isLeaving: (object: KubeObject) => boolean) => {
    const leaving = [...staying].filter(([uid, object]) => going.has(uid) || isLeaving(object));
    for (const [uid] of leaving) {
      staying.delete(uid);
      going.add(uid);
    }
    return leaving.length > 0;
  };
  // The garbage collector waits for the last of several owners
  // (https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents).
  const goesWithOwner = ({ metadata: { ownerReferences: owners = [] } }: KubeObject) =>
    owners.length > 0 && owners.every(({ uid }) => going.has(uid));
  leave((object) => object.metadata.deletionTimestamp !== undefined || isGenerated(object, isOwnByName));
  while (leave(goesWithOwner));
  for (const object of [...staying.values()]) {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0 || owners.some(({ uid }) => staying.has(uid))) continue;
    const others = owners.filter(({ uid }) => !going.has(uid));
    if (!(await isAnyThere(api, object, others))) leave((each) => each === object);
  }
  while (leave(goesWithOwner));
  return staying;
}

/** An object whose owners are all gone is about to be collected; an owner may live in the object's namespace or in none. */
async function isAnyThere(api: ClusterApi, { metadata }: KubeObject, owners: OwnerReference[]): Promise<boolean> {
  for (const { apiVersion, kind, uid } of owners) {
    const there = await api.names({
      apiVersion,
      kind,
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    });
    if ([...there.values()].includes(uid)) return true;
  }
  return false;
}

async function everyOne(api: ClusterApi, resource: ServedResource, namespace?: string): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  const options = { ...(namespace === undefined ? {} : { namespace }), metadataOnly: true };
  for await (const page of api.list(resource, options)) found.push(...page);
  return found;
}

function inWords(objects: KubeObject[]): string {
  if (objects.length === 0) return '';
  return `it holds what others have put there: ${shortList(objects.map((object) => refText(refOf(object))))}`;
}

/** The first few names in their order, and how many more there are. */
export function shortList(names: string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.toSorted().slice(0, SHOWN).join(', ')}${more}`;
}
