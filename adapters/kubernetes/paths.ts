import { KubeferryError } from '../../core/base/errors.ts';
import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';

type Query = Record<string, string | number | boolean | undefined>;

/** `/apis/apps/v1/namespaces/shop/deployments`; all namespaces when none is given. */
export function collectionPath(resource: ServedResource, namespace?: string, query: Query = {}): string {
  const { apiVersion, namespaced } = resource;
  const root = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
  const inside = namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${inside}/${resource.resource}${queryText(query)}`;
}

/** Path of one object, or of its subresource. Throws ApplyFailed when a namespaced object has no namespace. */
export function objectPath(resource: ServedResource, ref: ObjectRef, query: Query = {}, subresource?: string): string {
  requireNamespace(resource, ref);
  const below = subresource ? `/${subresource}` : '';
  return `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(ref.name)}${below}${queryText(query)}`;
}

export function requireNamespace(resource: ServedResource, ref: ObjectRef): void {
  if (!resource.namespaced || ref.namespace) return;
  throw new KubeferryError('ApplyFailed', `${refText(ref)} needs a namespace: the kind lives in namespaces.`);
}

function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '' && value !== false) params.append(name, String(value));
  }
  return params.size === 0 ? '' : `?${params}`;
}
