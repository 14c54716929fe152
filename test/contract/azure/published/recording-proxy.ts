import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  method: string;
  /** Without what the address of an access has itself. */
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
}

/** Passes requests on to one endpoint on this machine, as they are, and keeps what they ask. */
export async function recordingProxy(): Promise<{
  seen: Seen[];
  /** The same address, by way of this. */
  through(url: string): string;
  stop(): void;
}> {
  const seen: Seen[] = [];
  const targets = new Map<string, URL>();
  const server = createServer((incoming, response) => {
    const { method = 'GET', headers, url = '' } = incoming;
    const asked = new URL(url, 'http://127.0.0.1');
    const own = targets.get(asked.pathname)!;
    const query = [...asked.searchParams].filter(([name]) => !own.searchParams.has(name));
    seen.push({ method, query: Object.fromEntries(query), headers });
    const onward = { host: own.hostname, port: own.port, path: url, method, headers: { ...headers, host: own.host } };
    const outgoing = send(onward, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    through(url) {
      const own = new URL(url);
      targets.set(own.pathname, own);
      return url.replace(own.host, `127.0.0.1:${port}`);
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
