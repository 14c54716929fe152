import https from 'node:https';

/** Time for TCP and TLS; a private endpoint that cannot be reached drops packets and never answers. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Silence on a connection; above the API server's own --request-timeout of 60 s. */
const ANSWER_TIMEOUT_MS = 65_000;

/** A request as it goes on the wire. */
export interface RawRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Kept-alive connections to a server whose certificate this authority signed. */
export function agentFor(options: https.AgentOptions): https.Agent {
  return new https.Agent({ keepAlive: true, ...options });
}

/** Sends one request on one of the agent's connections. Throws errors of the network, with their `code`. */
export async function exchange(endpoint: string, agent: https.Agent, request: RawRequest): Promise<RawResponse> {
  const base = new URL(endpoint);
  try {
    return await once(base, agent, request);
  } catch (error) {
    if (isStaleSocket(error)) return once(base, agent, request);
    throw error;
  }
}

/** A kept connection that the server closed just when it was used again: nothing was answered, so it is asked anew. */
function isStaleSocket(error: unknown): boolean {
  return (
    (error as { reusedSocket?: boolean }).reusedSocket === true && (error as { code?: string }).code === 'ECONNRESET'
  );
}

function once(base: URL, agent: https.Agent, { method, path, headers, body }: RawRequest): Promise<RawResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const outgoing = https.request({
    agent,
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port || 443,
    method,
    path: base.pathname.replace(/\/$/, '') + path,
    headers: body ? { ...headers, 'content-length': body.length } : headers,
    timeout: ANSWER_TIMEOUT_MS,
  });
  outgoing.on('error', (error) => reject(Object.assign(error, { reusedSocket: outgoing.reusedSocket })));
  outgoing.on('timeout', () => outgoing.destroy(timeout('ANSWER_TIMEOUT', 'no answer', ANSWER_TIMEOUT_MS)));
  limitConnecting(outgoing);
  outgoing.on('response', (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => {
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
    });
  });
  outgoing.end(body);
  return promise;
}

function limitConnecting(outgoing: ReturnType<typeof https.request>): void {
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) return;
    const late = () => outgoing.destroy(timeout('ETIMEDOUT', 'no connection', CONNECT_TIMEOUT_MS));
    const timer = setTimeout(late, CONNECT_TIMEOUT_MS);
    const clear = () => clearTimeout(timer);
    socket.once('secureConnect', clear).once('close', clear).once('error', clear);
  });
}

function timeout(code: string, what: string, milliseconds: number): Error {
  return Object.assign(new Error(`${what} within ${milliseconds / 1000} s`), { code });
}
