import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiError, type Status } from '../errors/status.ts';
import type { Answer } from '../request/request.ts';
import type { ServerCertificate } from './certificate.ts';
import { type RouterOptions, route } from './router.ts';

/** Starts to listen on 127.0.0.1, on a free port unless one is asked for; throws when it is taken. */
export async function listen(certificate: ServerCertificate, wanted = 0): Promise<{ server: Server; port: number }> {
  const server = createServer({ cert: certificate.cert, key: certificate.key, keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Answers every request through the router. */
export function serve(server: Server, options: RouterOptions): void {
  server.on('request', (incoming, outgoing) => void handle(options, incoming, outgoing));
}

async function handle(options: RouterOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const answer = await route(options, incoming, outgoing);
    if (answer) write(outgoing, answer);
  } catch (error) {
    const status = statusOf(error);
    if (!outgoing.headersSent) write(outgoing, { code: status.code, body: status });
    else outgoing.end();
  }
}

function write(outgoing: ServerResponse, { code, body, form = '' }: Answer): void {
  const text = typeof body === 'string';
  const content = text ? body : JSON.stringify(body);
  const retry = (body as { details?: { retryAfterSeconds?: number } }).details?.retryAfterSeconds;
  outgoing.writeHead(code, {
    'content-type': text ? 'text/plain; charset=utf-8' : `application/json${form}`,
    'cache-control': 'no-cache, private',
    'content-length': Buffer.byteLength(content),
    ...(retry ? { 'retry-after': String(retry) } : {}),
  });
  outgoing.end(content);
}

/** The Status of an error; anything but an ApiError is a mistake in this server, and says so. */
function statusOf(error: unknown): Status {
  if (error instanceof ApiError) return error.status;
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred in the in-process API server: ${cause}`).status;
}
