import { KubeferryError } from '../../core/base/errors.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { type Status, statusOf } from './failures.ts';
import type { Response } from './transport.ts';

export interface List {
  metadata?: { continue?: string; remainingItemCount?: number };
  items: KubeObject[];
}

/**
 * The list in a successful answer. What is no list says nothing about what is there, and "nothing there" would permit to
 * create, to overwrite and to delete: a page of HTML from a proxy, `[]`, JSON that was cut off, items without a name.
 * Every list of Kubernetes is a document of a kind that ends in `List`
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#collections); an empty one may have `items: null`.
 * Throws Unavailable: whatever stands between may be gone at the next attempt.
 */
export function listIn(what: string, body: unknown): List {
  const { kind, items, metadata } = fieldsOf(body);
  const isList = typeof kind === 'string' && kind.endsWith('List') && (items === null || Array.isArray(items));
  if (!isList) throw strange(what, 'the answer is no list', body);
  const found = (items ?? []) as KubeObject[];
  if (!found.every((item) => fieldsOf(item?.metadata).name))
    throw strange(what, 'an item of the list has no name', body);
  return { metadata: metadata as List['metadata'], items: found };
}

type Resource = Pick<ServedResource, 'kind' | 'namespaced' | 'verbs'> & { name: string };

/** The kinds in an APIResourceList. Throws Unavailable for anything else: "no such kind" would read as "no such object". */
export function resourcesIn(what: string, body: unknown): Resource[] {
  const { kind, resources } = fieldsOf(body);
  if (kind === 'APIResourceList' && Array.isArray(resources)) return resources;
  throw strange(what, 'the answer is no list of kinds', body);
}

/** The object in a successful answer. Throws Unavailable for what is none. */
export function objectIn(what: string, body: unknown): KubeObject {
  const { kind, metadata } = fieldsOf(body);
  if (typeof kind === 'string' && fieldsOf(metadata).name) return body as KubeObject;
  throw strange(what, 'the answer is no object', body);
}

/**
 * Whether a 404 is the API server's own word that the object does not exist: its Status, or the sentence with which it
 * answers for a kind that it serves no more (k8s.io/apiserver/pkg/server/mux, http.NotFound). Throws Unavailable for a 404 of anybody else,
 * such as a proxy whose page says nothing about the object.
 */
export function isNotThere(what: string, { status, body }: Response): boolean {
  if (status !== 404) return false;
  const { kind, reason, message = '' } = statusOf(body);
  const isStatus = kind === 'Status' && (reason === undefined || reason === 'NotFound');
  if (isStatus || message.trim() === '404 page not found') return true;
  throw strange(what, 'the 404 is not of the API server', body);
}

function fieldsOf(value: unknown): Record<string, unknown> & Partial<Pick<Status, 'kind'>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function strange(what: string, why: string, body: unknown): KubeferryError {
  const form =
    typeof body === 'string' ? `text of ${body.length} characters` : Array.isArray(body) ? 'a bare list' : 'JSON';
  return new KubeferryError(
    'Unavailable',
    `Could not ${what}: ${why} (${form}). Nothing was concluded from it; look at what stands between kubeferry and the API server, such as a proxy.`,
  );
}
