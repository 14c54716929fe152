import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Located } from '../api/located.ts';
import type { ApiCall } from '../api/signed-fetch.ts';
import { type Answer, forward, problem } from './forward.ts';
import { isForwarded, isOwnCall, isOwnHost } from './guard.ts';
import { HEADERS, NO_STORE } from './headers.ts';
import { readStaticFiles } from './static-files.ts';

export interface UiOptions {
  /** Of the built page. */
  folder: string;
  /** 0 picks a free port. */
  port: number;
  /** Who may be chosen to call the hub: one's own profile, or the people of the local cloud. */
  people: Record<string, () => Promise<Located>>;
  /** Routes to show to whoever may not list all of them. */
  routes?: readonly string[];
  /** The cloud of this machine. */
  local?: boolean;
}

export interface Ui {
  origin: string;
  /** With the token of this start in its fragment, which no browser sends; `as` chooses a person. */
  url(as?: string): string;
  token: string;
  stop(): Promise<void>;
}

const LONGEST_BODY = 256_000;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * Serves the page on this machine alone, and passes its calls on to the hub, signed with the credentials of whoever it
 * runs for: IAM says what they may. There is no cookie, which another server on this machine would get as well.
 */
export async function startUi(options: UiOptions): Promise<Ui> {
  const token = randomBytes(32).toString('base64url');
  const files = readStaticFiles(options.folder);
  const server = createServer((request, response) => {
    answer(request).then(
      (answered) => send(response, answered),
      () => send(response, problem('failed', 500, 'The server of the page failed.')),
    );
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage): Promise<Answer | { status: number; headers: object; body: Buffer }> {
    const { method = '', url = '/' } = request;
    if (!isOwnHost(request.headers, port)) return problem('wrong-host', 421, 'This server has another name.');
    if (!url.startsWith('/api/')) return fileAt(method, url);
    const headers = request.headers as Record<string, string | undefined>;
    if (!isOwnCall(headers, token))
      return problem('token', 401, 'Open the page by the address that the command printed.');
    const path = url.slice('/api'.length);
    if (path === '/session') return json(sessionOf(options));
    const person = options.people[headers['x-kubeferry-person'] ?? ''] ?? only(options.people);
    if (!isForwarded(path) || !METHODS.includes(method) || !person)
      return problem('not-found', 404, 'There is no such call.');
    const call = await callOf(request, method as ApiCall['method'], path);
    return call ? forward(person, call) : problem('invalid-request', 400, 'The body is no JSON, or too long.');
  }

  const fileAt = (method: string, url: string) => {
    const file = files.get(url.replace(/\?.*$/, ''));
    if (file && method === 'GET') return { status: 200, ...file };
    return problem('not-found', 404, 'There is no such file.');
  };

  return {
    origin,
    token,
    url: (as) => `${origin}/#t=${token}${as ? `&as=${encodeURIComponent(as)}` : ''}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const sessionOf = ({ people, routes = [], local = false }: UiOptions) => ({
  people: Object.keys(people),
  routes,
  local,
});

const only = <T>(people: Record<string, T>): T | undefined => {
  const all = Object.values(people);
  return all.length === 1 ? all[0] : undefined;
};

/** Headers that the page may send on. */
const SENT_ON = ['idempotency-key', 'kubeferry-may-i', 'if-none-match'];

async function callOf(request: IncomingMessage, method: ApiCall['method'], path: string): Promise<ApiCall | undefined> {
  const sent = SENT_ON.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const text = await bodyOf(request);
  if (text === undefined) return undefined;
  try {
    return { method, path, headers: Object.fromEntries(sent), ...(text ? { body: JSON.parse(text) } : {}) };
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > LONGEST_BODY) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  response: ServerResponse,
  { status, headers, body }: { status: number; headers: object; body: string | Buffer },
) {
  response.writeHead(status, { ...HEADERS, ...NO_STORE, ...headers }).end(body);
}
