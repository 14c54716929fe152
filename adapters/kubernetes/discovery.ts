import { KubeferryError } from '../../core/base/errors.ts';
import type { Discovery } from '../../kube/cluster-api.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { isNotThere, resourcesIn } from './answers.ts';
import type { Call } from './call.ts';

// Aggregated discovery, stable since Kubernetes 1.30: everything in two calls
// (https://kubernetes.io/docs/reference/using-api/api-concepts/#aggregated-discovery).
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

interface GroupList {
  kind?: string;
  items?: { metadata?: { name?: string }; versions: GroupVersion[] }[];
}

interface GroupVersion {
  version: string;
  freshness?: 'Current' | 'Stale';
  resources?: {
    resource: string;
    responseKind?: { kind?: string };
    scope: 'Namespaced' | 'Cluster';
    verbs: string[];
  }[];
}

/** Reads every served kind in two calls; an aggregated API that is down is named in `failed`, and not asked for. */
export async function discover(call: Call): Promise<Discovery> {
  const found: Discovery = { resources: [], failed: [] };
  for (const path of ['/api', '/apis']) {
    const { body } = await call('discover what the cluster serves', { method: 'GET', path, accept: AGGREGATED });
    for (const { metadata, versions } of groupsOf(body, path)) {
      for (const version of versions) read(apiVersionOf(metadata?.name ?? '', version.version), version, found);
    }
  }
  return found;
}

function groupsOf(body: unknown, path: string) {
  const list = body as GroupList;
  if (list?.kind === 'APIGroupDiscoveryList') return list.items ?? [];
  const text = `The cluster API does not speak aggregated discovery at ${path}; kubeferry needs Kubernetes 1.30 or newer.`;
  throw new KubeferryError('ClusterUnreachable', text);
}

function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function read(apiVersion: string, version: GroupVersion, found: Discovery): void {
  if (version.freshness === 'Stale') {
    const reason = 'the API server could not read it from the service that serves it; see its APIService object';
    found.failed.push({ groupVersion: apiVersion, reason });
    return;
  }
  for (const { resource, responseKind, scope, verbs } of version.resources ?? []) {
    if (!responseKind?.kind) continue;
    found.resources.push({ apiVersion, kind: responseKind.kind, resource, namespaced: scope === 'Namespaced', verbs });
  }
}

/** The kinds of one `group/version` (its APIResourceList), or undefined when it is not served. */
export async function discoverVersion(call: Call, apiVersion: string): Promise<ServedResource[] | undefined> {
  const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
  const what = `read the kinds of ${apiVersion}`;
  const response = await call(what, { method: 'GET', path }, [404]);
  if (isNotThere(what, response)) return undefined;
  return resourcesIn(what, response.body)
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced, verbs }) => ({ apiVersion, kind, resource: name, namespaced, verbs }));
}
