import { aggregated, apiGroup, apiGroups, apiResources, apiVersions } from '../discovery/documents.ts';
import type { Registry } from '../discovery/registry.ts';
import type { Answer } from '../request/request.ts';

/** Asked for by clients that read all of discovery at once. */
const AGGREGATED = 'as=APIGroupDiscoveryList';

export interface DocumentSource {
  registry: Registry;
  /** `1.36`. */
  version: string;
  address: string;
}

/** What anybody may read: version and health. */
export function publicDocument(pathname: string, source: DocumentSource): Answer | undefined {
  if (/^\/(healthz|livez|readyz)(\/|$)/.test(pathname)) return { code: 200, body: 'ok' };
  return pathname === '/version' || pathname === '/version/'
    ? { code: 200, body: versionInfo(source.version) }
    : undefined;
}

/** Discovery; undefined for paths of resources. */
export function discoveryDocument(pathname: string, accept: string, source: DocumentSource): Answer | undefined {
  const parts = pathname.split('/').filter(Boolean);
  const all = accept.includes(AGGREGATED) && accept.includes('v=v2');
  const body = documentOf(parts, all, source);
  if (!body) return undefined;
  // Clients tell by the content type which form they got (client-go discovery, ContentTypeIsGVK).
  return {
    code: 200,
    body,
    ...(all && isRoot(parts) ? { form: ';g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' } : {}),
  };
}

/** `/api` and `/apis`, which have an aggregated form. */
const isRoot = (parts: string[]) => parts.length === 1;

function documentOf(parts: string[], all: boolean, { registry, address }: DocumentSource): object | undefined {
  const [root, group, version] = parts;
  if (root === 'api' && parts.length === 1) return all ? aggregated(registry, true) : apiVersions(address);
  if (root === 'api' && parts.length === 2) return apiResources(registry, group!);
  if (root !== 'apis' || parts.length > 3) return undefined;
  if (!group) return all ? aggregated(registry, false) : apiGroups(registry);
  return version ? apiResources(registry, `${group}/${version}`) : apiGroup(registry, group);
}

function versionInfo(version: string): object {
  const [major, minor] = version.split('.');
  return {
    major,
    minor,
    gitVersion: `v${version}.3-eks-kubeferry`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'none',
    compiler: 'none',
    platform: 'linux/amd64',
  };
}
