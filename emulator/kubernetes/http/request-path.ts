/** What the path of a request to a resource says. */
export interface ResourcePath {
  apiVersion: string;
  group: string;
  version: string;
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

/**
 * Reads `/api/v1/…` and `/apis/GROUP/VERSION/…`; undefined for any other path.
 * A namespace's own subresources look like objects within it (apiserver `RequestInfoFactory`).
 */
export function parseResourcePath(pathname: string): ResourcePath | undefined {
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const [group, version, ...rest] = core ? ['', ...parts.slice(1)] : parts.slice(1);
  if (group === undefined || !version || rest.length === 0) return undefined;
  const base = { apiVersion: group ? `${group}/${version}` : version, group, version };
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2]!);
  const [namespace, [resource, name, subresource]] = inNamespace ? [rest[1], rest.slice(2)] : [undefined, rest];
  return {
    ...base,
    resource: resource!,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(subresource ? { subresource } : {}),
  };
}
