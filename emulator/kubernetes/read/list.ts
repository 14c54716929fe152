import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { ApiError, badRequest, expired } from '../errors/status.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Snapshots } from '../store/snapshots.ts';
import { toServed } from '../write/conversion.ts';
import { selectionOf } from './selection.ts';

interface ListMetadata {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface ObjectList {
  kind: string;
  apiVersion: string;
  metadata: ListMetadata;
  items: KubeObject[];
}

/** Where the next page goes on; revision -1 means that the rest need not be of the same moment. */
interface ContinueToken {
  v: 'meta.k8s.io/v1';
  rv: number;
  /** `namespace/name` of the last object that was returned. */
  start: string;
}

/**
 * LIST with `limit` and `continue`: all pages show the moment of the first one.
 * Throws 410 Expired, with a token for the inconsistent rest, when that moment is forgotten.
 */
export function listObjects(
  state: ClusterState,
  snapshots: Snapshots,
  type: ResourceType,
  namespace: string | undefined,
  query: URLSearchParams,
): ObjectList {
  const select = selectionOf(query, type);
  const limit = Number(query.get('limit') ?? 0);
  const token = readToken(query.get('continue'));
  checkRevision(state, query, token);
  const scope = `${type.storage} ${namespace ?? '*'}`;
  const { revision, objects } = sourceOf(state, snapshots, type, namespace, scope, token);
  const remaining = objects.slice(token ? firstAfter(objects, token.start) : 0);
  const { page, rest } = takePage(remaining, limit, select);
  const metadata: ListMetadata = { resourceVersion: String(revision) };
  if (rest > 0) {
    snapshots.keep(scope, revision, objects);
    metadata.continue = writeToken({ v: 'meta.k8s.io/v1', rv: revision, start: keyOf(page.last!) });
    if (!select) metadata.remainingItemCount = rest;
  }
  const items = page.items.map((object) => toServed(object, type));
  return { kind: type.listKind, apiVersion: type.apiVersion, metadata, items };
}

function sourceOf(
  state: ClusterState,
  snapshots: Snapshots,
  type: ResourceType,
  namespace: string | undefined,
  scope: string,
  token: ContinueToken | undefined,
): { revision: number; objects: readonly KubeObject[] } {
  const now = { revision: state.store.revision, objects: state.store.list(type.storage, namespace) };
  if (!token || token.rv < 0) return now;
  const objects = snapshots.find(scope, token.rv);
  if (objects) return { revision: token.rv, objects };
  throw expired(EXPIRED, writeToken({ ...token, rv: -1 }));
}

const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function takePage(
  objects: readonly KubeObject[],
  limit: number,
  select: ((object: KubeObject) => boolean) | undefined,
): { page: { items: KubeObject[]; last?: KubeObject }; rest: number } {
  if (!limit) return { page: { items: select ? objects.filter(select) : [...objects] }, rest: 0 };
  const items: KubeObject[] = [];
  for (const [index, object] of objects.entries()) {
    if (items.length === limit) return { page: { items, last: objects[index - 1]! }, rest: objects.length - index };
    if (!select || select(object)) items.push(object);
  }
  return { page: { items }, rest: 0 };
}

/** A resourceVersion that the server has not reached yet cannot be waited for. */
function checkRevision(state: ClusterState, query: URLSearchParams, token: ContinueToken | undefined): void {
  const wanted = query.get('resourceVersion');
  if (token && wanted && wanted !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  if (!wanted || Number(wanted) <= state.store.revision) return;
  const message = `Timeout: Too large resource version: ${wanted}, current: ${state.store.revision}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }];
  throw new ApiError(504, 'Timeout', message, { causes, retryAfterSeconds: 1 });
}

function readToken(text: string | null): ContinueToken | undefined {
  if (!text) return undefined;
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as ContinueToken;
    if (token.v === 'meta.k8s.io/v1' && Number.isInteger(token.rv) && typeof token.start === 'string') return token;
  } catch {
    // Falls through: whatever is wrong with a token, the answer is the same.
  }
  throw badRequest('continue key is not valid: the token was not made by this server');
}

function writeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Position after the key; lists are sorted by namespace, then name. */
function firstAfter(objects: readonly KubeObject[], key: string): number {
  const slash = key.indexOf('/');
  const [namespace, name] = [key.slice(0, slash), key.slice(slash + 1)];
  const found = objects.findIndex(({ metadata }) => {
    const other = metadata.namespace ?? '';
    return other > namespace || (other === namespace && metadata.name > name);
  });
  return found < 0 ? objects.length : found;
}
