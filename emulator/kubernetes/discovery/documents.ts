import type { Registry } from './registry.ts';
import type { ResourceType } from './resource-type.ts';

/** Kinds that subresources speak, where it is not their parent's kind. */
const SUBRESOURCE_KINDS: Record<string, { group: string; version: string; kind: string }> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
  binding: { group: '', version: 'v1', kind: 'Binding' },
  exec: { group: '', version: 'v1', kind: 'PodExecOptions' },
};

const SUBRESOURCE_VERBS: Record<string, string[]> = {
  eviction: ['create'],
  token: ['create'],
  binding: ['create'],
  finalize: ['update'],
  log: ['get'],
  exec: ['create', 'get'],
  attach: ['create', 'get'],
  portforward: ['create', 'get'],
};

/** `/api` */
export function apiVersions(address: string): object {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

/** `/apis` */
export function apiGroups(registry: Registry): object {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groupNames(registry).map((group) => groupOf(registry, group)),
  };
}

/** `/apis/GROUP`; undefined when nobody serves it. */
export function apiGroup(registry: Registry, group: string): object | undefined {
  if (!group || !groupNames(registry).includes(group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(registry, group) };
}

/** `/api/v1` and `/apis/GROUP/VERSION`; undefined when nobody serves it. */
export function apiResources(registry: Registry, groupVersion: string): object | undefined {
  const types = registry.all().filter((type) => type.apiVersion === groupVersion);
  if (types.length === 0) return undefined;
  const resources = types.flatMap((type) => [
    resourceOf(type),
    ...type.subresources.map((name) => subresourceOf(type, name)),
  ]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

/** Aggregated discovery (KEP-3352) of `/api` (core) or `/apis` (all other groups). */
export function aggregated(registry: Registry, core: boolean): object {
  const items = (core ? [''] : groupNames(registry)).map((group) => ({
    metadata: { ...(group ? { name: group } : {}), creationTimestamp: null },
    versions: versionsOf(registry, group).map((version) => ({
      version,
      freshness: 'Current',
      resources: registry
        .all()
        .filter((type) => type.group === group && type.version === version)
        .map(aggregatedResource),
    })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource(type: ResourceType): object {
  const { group, version, kind, resource, singular, shortNames, categories, verbs, namespaced } = type;
  const subresources = type.subresources.map((subresource) => ({
    subresource,
    responseKind: SUBRESOURCE_KINDS[subresource] ?? { group, version, kind },
    verbs: verbsOf(subresource),
  }));
  return {
    resource,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

function resourceOf({ resource, singular, namespaced, kind, verbs, shortNames, categories }: ResourceType): object {
  return {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
  };
}

function subresourceOf(type: ResourceType, name: string): object {
  const other = SUBRESOURCE_KINDS[name];
  const base = { name: `${type.resource}/${name}`, singularName: '', namespaced: type.namespaced };
  return other ? { ...base, ...other, verbs: verbsOf(name) } : { ...base, kind: type.kind, verbs: verbsOf(name) };
}

function verbsOf(subresource: string): string[] {
  return SUBRESOURCE_VERBS[subresource] ?? ['get', 'patch', 'update'];
}

function groupNames(registry: Registry): string[] {
  return [...new Set(registry.all().map((type) => type.group))].filter(Boolean);
}

function versionsOf(registry: Registry, group: string): string[] {
  const versions = registry.all().filter((type) => type.group === group);
  return [...new Set(versions.map((type) => type.version))].sort(byPriority);
}

/** GA before beta before alpha, then the higher number (apimachinery `version.CompareKubeAwareVersionStrings`). */
function byPriority(one: string, other: string): number {
  const rank = (version: string): number[] => {
    const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
    return major ? [stage === 'alpha' ? 1 : stage === 'beta' ? 2 : 3, Number(major), Number(minor ?? 0)] : [0, 0, 0];
  };
  const [left, right] = [rank(one), rank(other)];
  const differing = left.findIndex((value, index) => value !== right[index]);
  return differing < 0 ? one.localeCompare(other) : right[differing]! - left[differing]!;
}

function groupOf(registry: Registry, name: string): object {
  const versions = versionsOf(registry, name).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}
