import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';

export interface Seen {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Closes the connection instead. */
  hangUp?: boolean;
}

export interface ScriptedServer {
  endpoint: string;
  certificateAuthority: string;
  server: Server;
  seen: Seen[];
  /** Answers the next calls in this order; after them every call is a test's mistake (599). */
  answer(...answers: Answer[]): void;
  stop(): Promise<void>;
}

/** An HTTPS server that answers what a test tells it, in order. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const notAfterDate = new Date(Date.now() + 3_600_000);
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
  });
  const script: Answer[] = [];
  const seen: Seen[] = [];
  const server = createServer({ key: pems.private, cert: pems.cert }, async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const body = await text(request);
    const { method = '', headers } = request;
    seen.push({ method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body });
    reply(
      request,
      response,
      script.shift() ?? { status: 599, body: { message: `nobody expected ${method} ${request.url}` } },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificateAuthority: pems.cert,
    server,
    seen,
    answer: (...answers) => {
      script.splice(0, script.length, ...answers);
      seen.length = 0;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers, body, hangUp }: Answer,
): void {
  if (hangUp) {
    request.socket.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}
