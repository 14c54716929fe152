/**
 * Azure on this machine, as far as a run asks it: Entra ID and Resource Manager on loopback by TLS, since no token goes by http; and
 * the pages of disks and snapshots behind them.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../time/clock.ts';
import type { Faults } from '../base/faults.ts';
import type { Fault, RecordedCall } from '../base/records.ts';
import { makeCertificate } from '../kubernetes/http/certificate.ts';
import { AzureError } from './azure-error.ts';
import { type Application, createDirectory, type Directory } from './directory.ts';
import { type Answer, createDisks } from './disks.ts';
import { createFederatedCredentials, type FederatedCredentials } from './federated-credentials.ts';
import type { ControlPlane, Failure, ManagedCluster } from './managed-cluster.ts';
import type { ManagedClusterBody } from './managed-cluster-input.ts';
import { createManagedClusters } from './managed-clusters.ts';
import { createOperations, type Operations } from './operations.ts';
import { PageBlob } from './page-blobs/page-blob.ts';
import { startPageBlobs } from './page-blobs/page-blobs.ts';
import { type ArmRequest, type ArmWorld, actionsOf, armOperation, type RoleAssignment } from './resource-manager.ts';
import type { Disk } from './shown-disk.ts';

export interface AzureOptions {
  clock: Clock;
  faults: Faults;
  record(call: RecordedCall): void;
  applications: readonly Application[];
  assignments: readonly RoleAssignment[];
  /** Who a token of an account of AWS is of, as far as Entra ID trusts its issuer. */
  subjectOf(assertion: string): string | undefined;
  /** Starts what stands behind a cluster that somebody makes; nobody can make one when left out. */
  startCluster?(id: string, body: ManagedClusterBody): Promise<ControlPlane>;
}

export interface Azure {
  /** `https://127.0.0.1:PORT`: of Entra ID and of Resource Manager. */
  endpoint: string;
  /** PEM, of its certificate. */
  certificateAuthority: string;
  directory: Directory;
  clusters: ManagedCluster[];
  addDisk(disk: NewDisk): Disk;
  /** Undefined where it was deleted. */
  findDisk(id: string): Disk | undefined;
  /** Whether an application may do that to a thing, by its role assignments. */
  allows(client: string, id: string, action: string): boolean;
  /** Whom a managed identity trusts. */
  trustedBy: FederatedCredentials['of'];
  /** What there is of disks, snapshots, clusters and credentials, one line a thing. */
  inventory(): string[];
  stop(): Promise<void>;
}

export type NewDisk = Pick<Disk, 'id' | 'location' | 'zone' | 'sizeGiB' | 'sku' | 'tags' | 'managedBy'>;

const GIB = 2 ** 30;

/** Listens on 127.0.0.1 only. */
export async function startAzure(options: AzureOptions): Promise<Azure> {
  const { clock, faults, record, applications, assignments, subjectOf } = options;
  const { cert, key, certificateAuthority } = await makeCertificate('azure');
  const blobs = await startPageBlobs({ clock, faults, record });
  const operations = createOperations(clock);
  const disks = createDisks(clock, blobs, operations);
  const directory = createDirectory(applications, subjectOf);
  const clusters: ManagedCluster[] = [];
  const isThere = ({ goneAt = Number.POSITIVE_INFINITY }: Disk) => clock.now().getTime() < goneAt;
  let endpoint = '';
  const credentials = createFederatedCredentials();
  const managed = createManagedClusters({
    clock,
    operations,
    clusters,
    isGroup: () => options.startCluster !== undefined,
    start: (id, body) => options.startCluster?.(id, body) ?? Promise.reject(new Error('nothing is started here')),
    onGone: (group) => disks.removeAll(group),
  });
  // A fault of the operation that nobody calls is how a cluster comes out in the end.
  const failing = ({ subject }: Application): Failure | undefined => {
    const [effect] = faults.match('azure:managedClusters-provision', subject);
    return effect?.kind === 'error' ? { code: effect.code, message: effect.message } : undefined;
  };
  const rest = { managed, credentials, failing };
  const world = (): ArmWorld => {
    managed.settle();
    return { audience: endpoint, directory, assignments, disks, clusters, ...rest };
  };
  const server = createServer({ cert, key }, async (message, response) => {
    const { pathname, searchParams } = new URL(message.url ?? '/', endpoint);
    const text = await textOf(message);
    const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(pathname)?.[1];
    if (tenant) return send(response, directory.token(tenant, new URLSearchParams(text)));
    const { method = 'GET', headers } = message;
    const version = searchParams.get('api-version') ?? '';
    const request = {
      method,
      id: pathname,
      version,
      authorization: headers.authorization ?? '',
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      body: text ? JSON.parse(text) : undefined,
    };
    try {
      const answer = pathname.startsWith('/operations/')
        ? polled(operations, pathname)
        : await answerTo(request, world(), options);
      if (answer === 'lost') message.socket.destroy();
      else send(response, answer, endpoint);
    } catch (error) {
      const { status, code } = error instanceof AzureError ? error : { status: 500, code: 'InternalServerError' };
      send(response, { status, body: { error: { code, message: (error as Error).message } } });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    certificateAuthority,
    directory,
    clusters,
    trustedBy: credentials.of,
    allows: (client, id, action) => actionsOf({ assignments }, { client }, id).includes(action),
    addDisk(given) {
      const at = clock.now().getTime();
      const disk: Disk = { ...given, blob: new PageBlob(given.sizeGiB * GIB), createdAt: at, readyAt: at };
      disks.all.set(given.id.toLowerCase(), disk);
      return disk;
    },
    findDisk(id) {
      const disk = disks.all.get(id.toLowerCase());
      return disk && isThere(disk) ? disk : undefined;
    },
    inventory: () =>
      [...disks.all.values()]
        .filter(isThere)
        .map(({ id, tags, access }) => `${id} ${JSON.stringify(tags)}${access ? ' with access' : ''}`)
        .concat(managed.inventory(), credentials.inventory())
        .sort(),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, blobs.stop(), managed.stop()]);
    },
  };
}

/** Behind the address of a long operation, as `Location` has it. */
const RESULT = '/result';

const polled = (operations: Operations, path: string): Answer =>
  path.endsWith(RESULT)
    ? operations.result(path.slice(0, -RESULT.length))
    : { status: 200, body: operations.state(path) };

/** Faults are on `azure:snapshots-write`: the action in short. */
async function answerTo(
  request: ArmRequest,
  world: ArmWorld,
  { clock, faults, record }: AzureOptions,
): Promise<Answer | 'lost'> {
  const { action, by, run } = armOperation(request, world);
  const operation = action
    .split('/')
    .slice(1)
    .filter((part) => part !== 'action')
    .join('-');
  const { subject } = by;
  const effects = faults.match(`azure:${operation}`, subject);
  const allowed = !effects.some(({ kind }) => kind === 'denied');
  const [, , , , account = ''] = subject.split(':');
  record({
    service: 'azure',
    operation,
    action,
    resource: request.id,
    principalArn: subject,
    account,
    region: '',
    context: {},
    allowed,
  });
  if (!allowed)
    throw new AzureError(
      403,
      'AuthorizationFailed',
      `The client does not have authorization to perform action '${action}'.`,
    );
  for (const effect of effects) await suffer(effect, clock);
  const answer = effects.some(({ kind }) => kind === 'late') ? withoutFresh(run(), clock) : run();
  return effects.some(({ kind }) => kind === 'kill-after') ? 'lost' : answer;
}

/** A list is of a moment ago. */
const LATE_MS = 60_000;

function withoutFresh(answer: Answer, clock: Clock): Answer {
  const { value } = (answer.body ?? {}) as { value?: { properties: { timeCreated: string } }[] };
  if (!value) return answer;
  const since = clock.now().getTime() - LATE_MS;
  return {
    ...answer,
    body: { ...answer.body, value: value.filter(({ properties }) => Date.parse(properties.timeCreated) < since) },
  };
}

async function suffer(effect: Fault['effect'], clock: Clock): Promise<void> {
  if (effect.kind === 'delay') await clock.sleep(effect.milliseconds);
  if (effect.kind === 'error') throw new AzureError(effect.status ?? 400, effect.code, effect.message);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, operation }: Answer, endpoint = ''): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      // Its clock runs ahead of that of whoever waits.
      ...(status === 429 || operation ? { 'retry-after': status === 429 ? '1' : '0' } : {}),
      ...(operation
        ? { 'azure-asyncoperation': `${endpoint}${operation}`, location: `${endpoint}${operation}${RESULT}` }
        : {}),
    })
    .end(text);
}
