import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';

export interface Listening {
  port: number;
  stop(): void;
}

type Answer = (request: IncomingMessage, url: URL, body: string) => Reply | Promise<Reply>;
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Somebody else's server, on a free port of this machine. */
export async function listen(host: string, answer: Answer): Promise<Listening> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }]);
  const server = createServer({ key, cert }, async (request, response: ServerResponse) => {
    const body = await text(request);
    const {
      status = 200,
      headers = {},
      body: said = '',
    } = await answer(request, new URL(request.url ?? '/', `https://${host}`), body);
    response.writeHead(status, headers).end(said);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
