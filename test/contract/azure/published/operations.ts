import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mapper, Models } from './mapper.ts';

/** An operation as a generated client sends it. */
export interface Operation {
  /** `snapshots.beginGrantAccess`. */
  name: string;
  method: string;
  /** `/subscriptions/{subscriptionId}/…`, or `/{scope}/…`. */
  path: string;
  version: string;
  /** What may stand in the query besides, and has to. */
  query: { name: string; isRequired: boolean }[];
  /** Of the request, in small letters. */
  headers: ReadonlySet<string>;
  body: Mapper | undefined;
  answers: ReadonlyMap<number, Mapper | undefined>;
  models: Models;
  /** A client waits for its end. */
  isLong: boolean;
}

interface Parameter {
  mapper: Mapper;
}
interface Spec {
  path: string;
  httpMethod: string;
  queryParameters?: Parameter[];
  headerParameters?: Parameter[];
  requestBody?: Parameter;
  responses: Record<string, { bodyMapper?: Mapper }>;
  serializer: { modelMappers: Models };
}
type Client = Record<string, unknown> & { sendOperationRequest: (values: unknown, spec: Spec) => Promise<never> };
type Group = Record<string, (...values: unknown[]) => unknown>;

/** Which of its groups of operations the adapters use anything of. */
const CLIENTS: readonly [pack: string, client: string, groups: readonly string[]][] = [
  ['@azure/arm-compute', 'ComputeManagementClient', ['disks', 'snapshots', 'resourceSkus']],
  ['@azure/arm-containerservice', 'ContainerServiceClient', ['managedClusters', 'agentPools']],
  ['@azure/arm-authorization', 'AuthorizationManagementClient', ['permissions', 'roleDefinitions', 'roleAssignments']],
  ['@azure/arm-msi', 'ManagedServiceIdentityClient', ['userAssignedIdentities', 'federatedIdentityCredentials']],
];

/** Every operation of those groups, by having the clients begin each and keeping what they would send: the specifications are not published otherwise. */
export async function publishedOperations(folder: string): Promise<Operation[]> {
  const load = createRequire(join(folder, 'package.json'));
  const found = await Promise.all(
    CLIENTS.map(([pack, name, groups]) => {
      const Made = load(pack)[name] as new (credential: object, subscription: string) => Client;
      return operationsOf(new Made({ getToken: async () => null }, 'subscription'), groups);
    }),
  );
  return found.flat();
}

async function operationsOf(client: Client, groups: readonly string[]): Promise<Operation[]> {
  const found = new Map<string, Operation>();
  let name = '';
  client.sendOperationRequest = (_, spec) => {
    const operation = operationOf(name, spec);
    const key = `${operation.method} ${operation.path}`;
    const before = found.get(key);
    found.set(key, { ...operation, isLong: operation.isLong || before?.isLong === true });
    return Promise.reject(new Error('Nobody is asked.'));
  };
  for (const of of groups) {
    const group = client[of] as Group;
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(group))) {
      if (method === 'constructor' || /Next$|PagingPage$|PagingAll$/.test(method)) continue;
      name = `${of}.${method}`;
      await begun(group, method);
    }
  }
  return [...found.values()];
}

/** Names are enough: what they are is not looked at before they would be sent. */
async function begun(group: Group, method: string): Promise<void> {
  try {
    const going = group[method]!('a', 'b', 'c', {}, {}) as { next?: () => Promise<unknown> } & Promise<unknown>;
    await Promise.race([going.next ? going.next() : going, sleep(1_000)]);
  } catch {
    // It was refused, as everything is.
  }
}

const operationOf = (name: string, spec: Spec): Operation => {
  const query = (spec.queryParameters ?? []).map(({ mapper }) => mapper);
  const version = query.find(({ serializedName }) => serializedName === 'api-version');
  return {
    name,
    method: spec.httpMethod,
    path: spec.path,
    version: String(version?.defaultValue),
    query: query
      .filter((each) => each !== version)
      .map(({ serializedName = '', required }) => ({ name: serializedName, isRequired: required === true })),
    headers: new Set((spec.headerParameters ?? []).map(({ mapper }) => (mapper.serializedName ?? '').toLowerCase())),
    body: spec.requestBody?.mapper,
    answers: new Map(Object.entries(spec.responses).map(([status, { bodyMapper }]) => [Number(status), bodyMapper])),
    models: spec.serializer.modelMappers,
    isLong: /\.begin[A-Z]/.test(name) || 202 in spec.responses,
  };
};
