import { AzureError, notFound } from './azure-error.ts';
import { containerOperation } from './container-operations.ts';
import type { Application, Directory } from './directory.ts';
import type { Answer, DiskBody, Disks, SnapshotBody } from './disks.ts';
import type { FederatedCredentials } from './federated-credentials.ts';
import type { Conditions, Failure, ManagedCluster } from './managed-cluster.ts';
import type { ManagedClusters } from './managed-clusters.ts';

/** What an application may do, on a resource or on all below it. */
export interface RoleAssignment {
  client: string;
  /** `/subscriptions/…`. */
  scope: string;
  /** Such as `Microsoft.Compute/snapshots/write`. */
  actions: string[];
}

/** What a request is, with the conditions that it has on what is there. */
export interface ArmRequest extends Conditions {
  method: string;
  /** Without the query. */
  id: string;
  version: string;
  authorization: string;
  body: unknown;
}

/** A request with what it does, and to what. */
export interface ArmOperation {
  action: string;
  by: Application;
  run(): Answer;
}

export interface ArmWorld {
  /** `https://…`, which tokens are for. */
  audience: string;
  directory: Directory;
  assignments: readonly RoleAssignment[];
  disks: Disks;
  clusters: readonly ManagedCluster[];
  managed: ManagedClusters;
  credentials: FederatedCredentials;
  /** How a cluster comes out that somebody asks for now. */
  failing(by: Application): Failure | undefined;
}

const VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Compute': '2024-03-02',
  'Microsoft.ContainerService': '2025-05-01',
  'Microsoft.Authorization': '2022-04-01',
  'Microsoft.ManagedIdentity': '2024-11-30',
};

/** Of the subscription's own lists. */
const COMPUTE_SKUS = '2021-07-01';

/** Which operation a request is, and of whom; throws what Resource Manager answers to one that it does not know or let in. */
export function armOperation(request: ArmRequest, world: ArmWorld): ArmOperation {
  const { id, version, authorization } = request;
  const by = world.directory.holderOf(authorization.replace(/^Bearer /, ''), world.audience);
  if (!by) throw new AzureError(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  const provider = /\/providers\/([^/]+)(?!.*\/providers\/)/.exec(id)?.[1] ?? '';
  const expected = /\/Microsoft\.Compute\/skus$/i.test(id) ? COMPUTE_SKUS : VERSIONS[provider];
  if (expected !== version)
    throw new AzureError(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid for ${provider}.`);
  const [action, run] = operationOf(request, world, by);
  const isAllowed = actionsOf(world, by, id).includes(action);
  if (action !== PERMISSIONS && !isAllowed)
    throw new AzureError(
      403,
      'AuthorizationFailed',
      `The client '${by.client}' with object id '${by.client}' does not have authorization to perform action '${action}' over scope '${id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  const linked = linkedTo(request);
  if (linked && !actionsOf(world, by, linked.scope).includes(linked.action))
    throw new AzureError(
      403,
      'LinkedAuthorizationFailed',
      `The client '${by.client}' has permission to perform action '${action}' on scope '${id}'; however, it does not have permission to perform action '${linked.action}' on the linked scope(s) '${linked.scope}' or the linked scope(s) are invalid.`,
    );
  return { action, by, run };
}

const READ_DISK = 'Microsoft.Compute/disks/beginGetAccess/action';
const READ_ENCRYPTION_SET = 'Microsoft.Compute/diskEncryptionSets/read';

/** What else a request needs a right on: the disk that a snapshot is to be taken of, the set that is to encrypt a disk. */
function linkedTo({ method, id, body }: ArmRequest): { scope: string; action: string } | undefined {
  if (method !== 'PUT') return undefined;
  const { creationData, encryption } = (body as SnapshotBody & DiskBody).properties;
  if (/\/snapshots\/[^/]+$/i.test(id) && creationData.sourceResourceId)
    return { scope: creationData.sourceResourceId, action: READ_DISK };
  return encryption ? { scope: encryption.diskEncryptionSetId, action: READ_ENCRYPTION_SET } : undefined;
}

/** Everybody may ask what they may. */
const PERMISSIONS = 'Microsoft.Authorization/permissions/read';

/** All that an application may do to a thing. */
export const actionsOf = (
  { assignments }: Pick<ArmWorld, 'assignments'>,
  { client }: Pick<Application, 'client'>,
  id: string,
): string[] =>
  assignments
    .filter((each) => each.client === client && `${id}/`.toLowerCase().startsWith(`${each.scope}/`.toLowerCase()))
    .flatMap(({ actions }) => actions);

function operationOf(request: ArmRequest, world: ArmWorld, by: Application): [action: string, run: () => Answer] {
  const { method, id, body } = request;
  const scope = /^(.*)\/providers\/Microsoft\.Authorization\/permissions$/.exec(id)?.[1];
  if (method === 'GET' && scope !== undefined)
    return [
      PERMISSIONS,
      () => ({ status: 200, body: { value: [{ actions: actionsOf(world, by, scope), notActions: [] }] } }),
    ];
  const cluster = /^(.*\/managedClusters\/[^/]+)\/listClusterUserCredential$/i.exec(id)?.[1];
  if (method === 'POST' && cluster !== undefined)
    return [
      'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      () => credentialOf(cluster, world),
    ];
  if (method === 'GET' && CLUSTER.test(id))
    return ['Microsoft.ContainerService/managedClusters/read', () => described(id, world)];
  const ofClusters = containerOperation(request, { ...world, failing: () => world.failing(by) });
  if (ofClusters) return ofClusters;
  const [, kind = '', name, verb] =
    /\/Microsoft\.Compute\/(disks|snapshots)(?:\/([^/]+))?(?:\/([^/]+))?$/i.exec(id) ?? [];
  const does = (what: string) => `Microsoft.Compute/${kind}/${what}`;
  const { disks } = world;
  const thing = verb ? id.slice(0, -verb.length - 1) : id;
  const wanted = [method, name ? 'one' : 'all', verb ?? ''].join(' ').trim();
  const rows: Record<string, [string, () => Answer]> = {
    'GET all': [does('read'), () => disks.list(id)],
    'GET one': [does('read'), () => disks.read(id)],
    'PUT one': [
      does('write'),
      () => (kind === 'disks' ? disks.writeDisk(id, body as DiskBody) : disks.writeSnapshot(id, body as SnapshotBody)),
    ],
    'PATCH one': [does('write'), () => disks.change(id, body as Parameters<Disks['change']>[1])],
    'DELETE one': [does('delete'), () => disks.remove(id)],
    'POST one beginGetAccess': [
      does('beginGetAccess/action'),
      () => disks.beginAccess(thing, body as { access: string; durationInSeconds: number }, by.subject),
    ],
    'POST one endGetAccess': [does('endGetAccess/action'), () => disks.endAccess(thing)],
  };
  const row = kind ? rows[wanted] : undefined;
  if (!row) throw new AzureError(501, 'UnsupportedByLocalCloud', `${method} ${id} is not implemented here.`);
  return row;
}

const CLUSTER = /\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

function clusterAt(id: string, { clusters }: ArmWorld): ManagedCluster {
  const cluster = clusters.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (!cluster) throw notFound(id);
  return cluster;
}

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/get */
function described(id: string, world: ArmWorld): Answer {
  const cluster = clusterAt(id, world);
  const name = cluster.id.slice(cluster.id.lastIndexOf('/') + 1);
  return {
    status: 200,
    body: { id: cluster.id, name, type: 'Microsoft.ContainerService/ManagedClusters', ...cluster.described },
  };
}

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/list-cluster-user-credentials */
function credentialOf(id: string, world: ArmWorld): Answer {
  const cluster = clusterAt(id, world);
  const value = Buffer.from(cluster.kubeconfig()).toString('base64');
  return { status: 200, body: { kubeconfigs: [{ name: 'clusterUser', value }] } };
}
