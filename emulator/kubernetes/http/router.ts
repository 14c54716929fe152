import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessAttributes, Authorize, ClusterIdentity, Meet, Mishap } from '../contract/backend.ts';
import { ApiError, methodNotAllowed, noSuchPath } from '../errors/status.ts';
import { mediaType, readBody } from '../request/body.ts';
import type { Answer, ApiRequest } from '../request/request.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Snapshots } from '../store/snapshots.ts';
import type { Authentication } from './authentication.ts';
import { checkAccess, mayAccess } from './authorization.ts';
import { type DocumentSource, discoveryDocument, publicDocument } from './documents.ts';
import { parseResourcePath, type ResourcePath } from './request-path.ts';
import { subresourceVerb } from './subresources.ts';
import { VERBS } from './verbs.ts';

export interface RouterOptions {
  state: ClusterState;
  snapshots: Snapshots;
  authentication: Authentication;
  authorize: Authorize;
  meet?: Meet | undefined;
  documents: DocumentSource;
}

/**
 * Answers one request: who is it, may it, which verb, of what.
 * Undefined when the verb streams its answer by itself. Throws ApiError.
 */
export async function route(
  options: RouterOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Answer | undefined> {
  const url = new URL(incoming.url ?? '/', 'https://127.0.0.1');
  const open = publicDocument(url.pathname, options.documents);
  if (open) return open;
  const body = await readBody(incoming);
  const identity = await options.authentication.identify(incoming);
  const document = discoveryDocument(url.pathname, incoming.headers.accept ?? '', options.documents);
  if (document) return orMishap(options.meet?.(identity, DISCOVERY), document, identity, incoming);
  const path = parseResourcePath(url.pathname);
  const type = path && options.state.registry.find(path.apiVersion, path.resource);
  if (!type || (path.subresource && !type.subresources.includes(path.subresource))) throw noSuchPath();
  const verb = verbOf(incoming.method ?? 'GET', path, url.searchParams);
  const review = isSelfReview(type.group, verb);
  const mishap = review ? undefined : options.meet?.(identity, { ...attributesOf(path), verb });
  const request: ApiRequest = {
    state: options.state,
    snapshots: options.snapshots,
    type,
    namespace: path.namespace,
    name: path.name,
    subresource: path.subresource,
    query: url.searchParams,
    identity,
    incoming,
    outgoing,
    body,
    mediaType: mediaType(incoming),
    ...accessTo(mishap === 'denied' ? { ...options, authorize: () => false } : options, identity, path),
  };
  if (!review) request.check({ verb });
  const found = await answer(request, verb);
  if (mishap !== 'lost') return found;
  incoming.socket.destroy();
  return undefined;
}

/** RBAC knows it as a path and not as a resource; `discover` is no verb of it. */
const DISCOVERY: AccessAttributes = { verb: 'discover', group: '', resource: 'apis' };

function orMishap(
  mishap: Mishap | undefined,
  document: Answer,
  { username }: ClusterIdentity,
  incoming: IncomingMessage,
): Answer | undefined {
  if (mishap === 'denied')
    throw new ApiError(403, 'Forbidden', `forbidden: User "${username}" cannot get path "${incoming.url}"`);
  if (mishap === undefined) return document;
  incoming.socket.destroy();
  return undefined;
}

/** What a request is about, as RBAC knows it. */
export function attributesOf({
  group,
  resource,
  subresource,
  namespace,
  name,
}: ResourcePath): Omit<AccessAttributes, 'verb'> {
  const own = namespace ?? (resource === 'namespaces' ? name : undefined);
  return {
    group,
    resource,
    ...(subresource ? { subresource } : {}),
    ...(own ? { namespace: own } : {}),
    ...(name ? { name } : {}),
  };
}

/** Who may do what, for the request itself and for what it asks besides. */
export function accessTo(
  options: RouterOptions,
  identity: ClusterIdentity,
  path: ResourcePath,
): Pick<ApiRequest, 'check' | 'may' | 'review'> {
  const base = attributesOf(path);
  return {
    check: (access) => checkAccess(options.authorize, identity, { ...base, ...access } as AccessAttributes),
    may: (who, access) => mayAccess(options.authorize, who, access),
    review: (token) => options.authentication.review(token),
  };
}

function answer(request: ApiRequest, verb: string): Answer | undefined | Promise<Answer | undefined> {
  const special = subresourceVerb(request, verb);
  if (special) return special(request);
  const found = request.type.verbs.includes(verb) || request.subresource === 'status' ? VERBS[verb] : undefined;
  if (!found) throw methodNotAllowed();
  return found(request);
}

/** The verb as RBAC knows it (apiserver `RequestInfoFactory`). */
function verbOf(method: string, path: ResourcePath, query: URLSearchParams): string {
  const one = path.name !== undefined;
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (one) return 'get';
      return ['true', '1'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return one ? 'delete' : 'deletecollection';
    default:
      throw new ApiError(405, 'MethodNotAllowed', `the server does not allow the method ${method}`, {});
  }
}

/** Everybody may ask what they are and what they may do (system:basic-user). */
function isSelfReview(group: string, verb: string): boolean {
  return verb === 'create' && (group === 'authorization.k8s.io' || group === 'authentication.k8s.io');
}
