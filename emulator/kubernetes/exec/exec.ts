import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { PodSpec } from '../contract/shapes.ts';
import { ApiError, badRequest, noSuchPath, notFound } from '../errors/status.ts';
import { parseResourcePath } from '../http/request-path.ts';
import { accessTo, attributesOf, type RouterOptions } from '../http/router.ts';

export interface ExecOutput {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export type ExecHandler = (pod: KubeObject, container: string, command: string[]) => ExecOutput | Promise<ExecOutput>;

/** Newest first: a client offers several, and the first that both know is taken. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const CHANNEL = { stdout: 1, stderr: 2, status: 3 };

const SUCCEED: ExecHandler = () => ({ exitCode: 0, stdout: '', stderr: '' });

/** Takes WebSocket upgrades of pods/exec on the server; answers what closes them all. */
export function acceptExec(server: Server, options: RouterOptions, handler: ExecHandler = SUCCEED): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void prepare(options, request).then(
      ({ pod, container, command, isLost }) =>
        sockets.handleUpgrade(request, socket, head, (connection) => {
          const answer = () => handler(pod, container, command);
          void (isLost ? runUnheard(connection, answer) : run(connection, answer));
        }),
      (error: unknown) => refuse(socket, error),
    );
  });
  return () => {
    for (const connection of sockets.clients) connection.terminate();
    sockets.close();
  };
}

interface Execution {
  pod: KubeObject;
  container: string;
  command: string[];
  /** Nobody hears how it ends. */
  isLost: boolean;
}

/** Throws what a real server answers instead of the upgrade. */
async function prepare(options: RouterOptions, request: IncomingMessage): Promise<Execution> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const path = parseResourcePath(url.pathname);
  const identity = await options.authentication.identify(request);
  if (path?.resource !== 'pods' || path.subresource !== 'exec') throw noSuchPath();
  const mishap = options.meet?.(identity, { ...attributesOf(path), verb: 'create' });
  const { check } = accessTo(mishap === 'denied' ? { ...options, authorize: () => false } : options, identity, path);
  check({ verb: 'get' });
  // Since 1.35 an upgrade needs the right to create as well (AuthorizePodWebsocketUpgradeCreatePermission).
  check({ verb: 'create' });
  const type = options.state.registry.ofStorage('/pods');
  const pod = options.state.store.get('/pods', path.namespace ?? '', path.name ?? '');
  if (!pod) throw notFound(type, path.name ?? '');
  const container = containerOf(pod, url.searchParams.get('container'));
  const command = url.searchParams.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  return { pod, container, command, isLost: mishap === 'lost' };
}

function containerOf(pod: KubeObject, wanted: string | null): string {
  const names = (pod.spec as PodSpec).containers.map((container) => container.name);
  const { name } = pod.metadata;
  if (wanted && !names.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  if (!wanted && names.length > 1) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  if ((pod.status as { phase?: string })?.phase !== 'Running') {
    throw new ApiError(
      500,
      'InternalError',
      `unable to upgrade connection: container not found ("${wanted ?? names[0]}")`,
    );
  }
  return wanted ?? names[0]!;
}

async function runUnheard(connection: WebSocket, execute: () => ExecOutput | Promise<ExecOutput>): Promise<void> {
  try {
    await execute();
  } finally {
    connection.terminate();
  }
}

async function run(connection: WebSocket, execute: () => ExecOutput | Promise<ExecOutput>): Promise<void> {
  const send = (channel: number, content: string) =>
    connection.send(Buffer.concat([Buffer.from([channel]), Buffer.from(content)]));
  try {
    const { exitCode, stdout, stderr } = await execute();
    if (stdout) send(CHANNEL.stdout, stdout);
    if (stderr) send(CHANNEL.stderr, stderr);
    send(CHANNEL.status, JSON.stringify(exitStatus(exitCode)));
  } catch (error) {
    const message = `error executing command in container: ${(error as Error).message}`;
    send(
      CHANNEL.status,
      JSON.stringify({ metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 }),
    );
  }
  connection.close(1000);
}

/** The last message of an exec, as the kubelet writes it (kubelet/pkg/cri/streaming/remotecommand). */
function exitStatus(exitCode: number): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

function refuse(socket: Duplex, error: unknown): void {
  const { status } = error instanceof ApiError ? error : new ApiError(500, 'InternalError', String(error));
  const body = JSON.stringify(status);
  const head = `HTTP/1.1 ${status.code} ${status.reason}\r\nContent-Type: application/json\r\nConnection: close`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
