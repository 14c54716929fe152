import https from 'node:https';

/** Time for TCP and TLS; a private endpoint that cannot be reached drops packets and never answers. */
const CONNECT_TIMEOUT_MS = 10_000;
/** From the request to the end of its answer; above the API server's own --request-timeout of 60 s. */
const ANSWER_TIMEOUT_MS = 65_000;
/** Of one answer: more than a page of 500 objects has, less than a function can hold. */
export const MOST_BYTES = 256 * 1024 * 1024;

export interface Bounds {
  milliseconds: number;
  bytes: number;
}

const BOUNDS: Bounds = { milliseconds: ANSWER_TIMEOUT_MS, bytes: MOST_BYTES };

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
  /** From the request to the head of its answer; undefined where the connection was made for it. */
  answeredAfterMs?: number;
}

/** Kept-alive connections to a server whose certificate this authority signed. */
export function agentFor(options: https.AgentOptions): https.Agent {
  return new https.Agent({ keepAlive: true, ...options });
}

/**
 * Sends one request on one of the agent's connections. Throws errors of the network, with their `code`: ANSWER_TIMEOUT
 * when the answer does not end in time, however it trickles in, and ANSWER_TOO_LARGE when it has too many bytes.
 */
export async function exchange(
  endpoint: string,
  agent: https.Agent,
  request: RawRequest,
  bounds = BOUNDS,
): Promise<RawResponse> {
  const base = new URL(endpoint);
  try {
    return await once(base, agent, request, bounds);
  } catch (error) {
    if (isStaleSocket(error)) return once(base, agent, request, bounds);
    throw error;
  }
}

/** A kept connection that the server closed just when it was used again: nothing was answered, so it is asked again. */
function isStaleSocket(error: unknown): boolean {
  return (
    (error as { reusedSocket?: boolean }).reusedSocket === true && (error as { code?: string }).code === 'ECONNRESET'
  );
}

function once(
  base: URL,
  agent: https.Agent,
  { method, path, headers, body }: RawRequest,
  { milliseconds, bytes }: Bounds,
): Promise<RawResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const outgoing = https.request({
    agent,
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port || 443,
    method,
    path: base.pathname.replace(/\/$/, '') + path,
    headers: body ? { ...headers, 'content-length': body.length } : headers,
  });

  outgoing.on('error', (error) => reject(Object.assign(error, { reusedSocket: outgoing.reusedSocket })));
  limitConnecting(outgoing);
  limitAnswer(outgoing, milliseconds);
  const answered = stopwatch(outgoing);
  outgoing.on('response', (incoming) => {
    const answeredAfterMs = answered();
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > bytes) incoming.destroy(tooLarge(bytes));
    });
    incoming.on('error', reject);
    incoming.on('end', () => {
      const { statusCode: status = 0, headers: answeredHeaders } = incoming;
      const timed = answeredAfterMs === undefined ? {} : { answeredAfterMs };
      resolve({ status, headers: answeredHeaders, body: Buffer.concat(chunks), ...timed });
    });
  });
  outgoing.end(body);
  return promise;
}

/** From when the request has a connection of its own: until then it only waits for its turn. */
function limitAnswer(outgoing: ReturnType<typeof https.request>, milliseconds: number): void {
  outgoing.once('socket', () => {
    const late = () => outgoing.destroy(timeout('ANSWER_TIMEOUT', 'no whole answer', milliseconds));
    const timer = setTimeout(late, milliseconds);
    outgoing.once('close', () => clearTimeout(timer));
  });
}

/** Milliseconds since the request had a connection that was open already. */
function stopwatch(outgoing: ReturnType<typeof https.request>): () => number | undefined {
  let began: number | undefined;
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) began = performance.now();
  });
  return () => (began === undefined ? undefined : performance.now() - began);
}

function tooLarge(bytes: number): Error {
  const message = `the answer has more than ${bytes} bytes`;
  return Object.assign(new Error(message), { code: 'ANSWER_TOO_LARGE' });
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
