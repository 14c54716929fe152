import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { readAhead } from '../../base/read-ahead.ts';
import type { Request } from '../../base/request/request.ts';
import { isCalled, isSelectedKind } from '../../translate/selection.ts';
import { type Listed, listKind } from './list-kind.ts';
import { type ListedPage, listPages, type PlaceInKind } from './list-pages.ts';

/** One kind that an export lists: of the selection, bindings elsewhere for accounts of it, or what it needs from cluster scope. */
export interface Part {
  of: 'selection' | 'rights-elsewhere' | 'cluster';
  resource: ServedResource;
}

/** Where an export stopped: in the list of a part, or before it. */
export interface Place extends PlaceInKind {
  part: number;
}

export interface PartPage extends Omit<ListedPage, 'goOn'> {
  part: Part;
  /** What follows behind the page, where the export can stop there. */
  goOn?: Place;
}

/** Kinds that are listed at the same time; an API server has many other clients. */
const KINDS_AT_ONCE = 4;

const BINDING = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' };

/** What is listed, in its order: objects of cluster scope come after all that may need them. */
export function partsOf(resources: readonly ServedResource[], selection: Request['selection']): Part[] {
  const namespaced = resources.filter((each) => each.namespaced && isSelectedKind(each, selection));
  return [
    ...namespaced.map((resource): Part => ({ of: 'selection', resource })),
    ...bindings(resources, selection).map((resource): Part => ({ of: 'rights-elsewhere', resource })),
    ...byReach(resources.filter((each) => !each.namespaced)).map((resource): Part => ({ of: 'cluster', resource })),
  ];
}

/** Bindings in namespaces that are not selected may be for accounts of those that are; where a part of them is selected, none are. */
function bindings(resources: readonly ServedResource[], selection: Request['selection']): ServedResource[] {
  const { includeKinds = [], excludeKinds = [], objects = [] } = selection;
  const isPart = [...includeKinds, ...objects].length > 0 || excludeKinds.some((kind) => isCalled(BINDING, kind));
  const isBinding = ({ apiVersion, kind }: ServedResource) =>
    apiVersion === BINDING.apiVersion && kind === BINDING.kind;
  return isPart ? [] : resources.filter(isBinding);
}

/** What names others before them: bindings before roles, roles and node pools before types, volumes before classes. */
function byReach(resources: ServedResource[]): ServedResource[] {
  const order = [['ClusterRoleBinding', 'PersistentVolume', 'NodePool', 'EC2NodeClass', 'NodeClass'], ['ClusterRole']];
  const rank = ({ kind }: ServedResource) => {
    const at = order.findIndex((kinds) => kinds.includes(kind));
    return at === -1 ? order.length : at;
  };
  return resources.toSorted((a, b) => rank(a) - rank(b));
}

/** The pages of all parts in their order, from a place on; at the end of each part one without objects says so. */
export function listParts(
  api: ClusterApi,
  parts: readonly Part[],
  listed: Listed,
  from: Place,
): AsyncIterable<PartPage> {
  const rest = parts.slice(from.part).map((part, at) => ({ part, at: from.part + at }));
  return readAhead(rest, KINDS_AT_ONCE, async function* ({ part, at }): AsyncGenerator<PartPage> {
    const { part: first, ...place } = from;
    for await (const { goOn, ...page } of listPart(api, part, listed, at === first ? place : {}))
      yield { ...page, part, ...(goOn ? { goOn: { part: at, ...goOn } } : {}) };
    yield { objects: [], part, goOn: { part: at + 1 } };
  });
}

function listPart(api: ClusterApi, { of, resource }: Part, listed: Listed, from: PlaceInKind) {
  if (of === 'selection') return listKind(api, resource, listed, from);
  return listPages(api, resource, { from: from.token, again: from.again }, (token) => (token ? { token } : undefined));
}

/** Each kind once, at the first version that the target serves too, else at the one that the server prefers (its first). */
export function onePerKind(resources: ServedResource[], served: ServedResource[]): ServedResource[] {
  const inTarget = new Set(served.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const kinds = Map.groupBy(resources, ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`);
  return [...kinds.values()].map(
    (versions) => versions.find(({ apiVersion, kind }) => inTarget.has(`${apiVersion} ${kind}`)) ?? versions[0]!,
  );
}
