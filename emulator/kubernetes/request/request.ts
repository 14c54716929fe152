import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessAttributes, ClusterIdentity } from '../contract/backend.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { badRequest } from '../errors/status.ts';
import type { ClusterState, WriteOptions } from '../store/cluster-state.ts';
import type { Snapshots } from '../store/snapshots.ts';

/** One request to a resource, on its way to the verb that answers it. */
export interface ApiRequest {
  state: ClusterState;
  snapshots: Snapshots;
  type: ResourceType;
  /** Undefined across all namespaces, and for kinds of cluster scope. */
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
  query: URLSearchParams;
  identity: ClusterIdentity;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  body: Buffer;
  mediaType: string;
  /** Throws 403 unless the sender may do this as well. */
  check(access: Partial<AccessAttributes> & { verb: string }): void;
  may(identity: ClusterIdentity, access: AccessAttributes): boolean;
  review(token: string): Promise<ClusterIdentity | undefined>;
}

/** What a verb answers; undefined when it has written (or goes on writing) the answer by itself. */
export interface Answer {
  code: number;
  body: unknown;
  /** What the content type says besides `application/json`: which form of several the body has. */
  form?: string;
}

/** Field manager and dry run as the query and the body of the request say. Throws 400 for another dryRun than All. */
export function writeOptions(request: ApiRequest, operation: 'Apply' | 'Update' = 'Update'): WriteOptions {
  const dryRun = request.query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All')) throw badRequest(`Invalid value: "${dryRun}": dryRun must be All`);
  const agent = (request.incoming.headers['user-agent'] ?? 'unknown').split('/')[0]!.slice(0, 128);
  return {
    manager: request.query.get('fieldManager') || agent,
    dryRun: dryRun.length > 0,
    operation,
    ...(request.subresource ? { subresource: request.subresource } : {}),
  };
}
