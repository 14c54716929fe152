import { WebSocket } from 'ws';
import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { ExecResult } from '../../kube/cluster-api.ts';
import { exitCodeOf } from './exec-status.ts';
import { refusal, unreachable } from './failures.ts';
import { type Pod, parse } from './transport.ts';

// Newest first; v5 adds only the closing of stdin, which is never opened here
// (k8s.io/apimachinery/pkg/util/remotecommand/constants.go).
const SUBPROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;

/** Of each stream: what a command writes beyond it is read and dropped. */
const MOST_BYTES = 1024 * 1024;

/** Where a command is run: an API server, and as whom. */
export interface ExecTarget {
  endpoint: string;
  /** PEM of the cluster's certificate authority. */
  ca: string;
  cert?: string;
  key?: string;
  headers: Record<string, string>;
}

/**
 * Runs a command in a container and waits for its end.
 * Throws HookFailed when it did not end in time (its process may go on), NotFound, AccessDenied and the like when it
 * could not start. A command that fails is no error here: its exit code is in the result.
 */
export async function execIn(
  { endpoint, ...tls }: ExecTarget,
  path: string,
  { what, timeoutSeconds }: { what: string; timeoutSeconds: number },
): Promise<ExecResult> {
  const url = `${endpoint.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`;
  const socket = new WebSocket(url, SUBPROTOCOLS, { ...tls, handshakeTimeout: 10_000 });
  const late = () => new KubeferryError('HookFailed', `Could not ${what}: it did not end within ${timeoutSeconds} s.`);
  const { promise, resolve, reject } = Promise.withResolvers<ExecResult>();
  const timer = setTimeout(() => reject(late()), timeoutSeconds * 1000);
  collect(socket, what, endpoint, resolve, reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}

/** Path and query of a command in a pod. */
export function execPath({ namespace, name, container }: Pod, command: string[]): string {
  const query = new URLSearchParams({ stdout: 'true', stderr: 'true', ...(container ? { container } : {}) });
  for (const word of command) query.append('command', word);
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/exec?${query}`;
}

/** The first byte of each message names its channel; the error channel ends the run with a Status. */
function collect(
  socket: WebSocket,
  what: string,
  endpoint: string,
  resolve: (result: ExecResult) => void,
  reject: (error: Error) => void,
): void {
  const streams: Record<number, Kept> = { [STDOUT]: kept(), [STDERR]: kept(), [ERROR]: kept() };
  const bytes = (channel: number) => Buffer.concat(streams[channel]?.chunks ?? []);
  const text = (channel: number) => bytes(channel).toString('utf8');
  socket.on('message', (data: Buffer) => keep(streams[data[0] ?? -1], data.subarray(1)));
  socket.on('error', (error) => reject(unreachable(endpoint, error)));
  socket.on('unexpected-response', (_request, response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => reject(refusal(what, response.statusCode ?? 0, parse(Buffer.concat(chunks)))));
  });
  socket.on('close', (code, reason) => {
    const status = parse(bytes(ERROR));
    if (status === undefined) {
      const why = `the connection closed before its end (${code} ${outsideText(reason)})`;
      reject(new KubeferryError('Unavailable', `Could not ${what}: ${why}.`));
      return;
    }
    const exitCode = exitCodeOf(status);
    if (exitCode === undefined) reject(refusal(what, 500, status));
    else resolve({ exitCode, stdout: text(STDOUT), stderr: outsideText(text(STDERR)) });
  });
}

interface Kept {
  chunks: Buffer[];
  bytes: number;
}

const kept = (): Kept => ({ chunks: [], bytes: 0 });

function keep(stream: Kept | undefined, chunk: Buffer): void {
  if (!stream || stream.bytes >= MOST_BYTES) return;
  const part = chunk.subarray(0, MOST_BYTES - stream.bytes);
  stream.chunks.push(part);
  stream.bytes += part.length;
}
