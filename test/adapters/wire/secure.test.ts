import { type AddressInfo, createServer as createPlainServer, type Server } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { afterEach, expect, it } from 'vitest';
import { exchangeWith } from '../../../adapters/wire/connections.ts';

const HEAD = 'GET /secret HTTP/1.1\r\nhost: it\r\n\r\n';
const known = getCACertificates('default');
const servers: Server[] = [];
afterEach(async () => {
  setDefaultCACertificates(known);
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

const portOf = async (server: Server) => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** A server of that certificate, and what it has been told. */
async function serving({ key, cert }: Pick<TlsOptions, 'key' | 'cert'>) {
  let heard = '';
  const server = createServer({ key, cert }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes;
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nit');
    });
  });
  server.on('tlsClientError', () => {});
  return {
    port: await portOf(server),
    /** All of it: what is on its way has come by then. */
    heard: async () => {
      await new Promise((resolve) => server.close(resolve));
      return heard;
    },
  };
}

const certificate = async (name: string) => {
  const names = [{ type: 2 as const, value: name }];
  const pems = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  return { key: pems.private, cert: pems.cert };
};
const ask = (port: number) => exchangeWith(new URL(`https://localhost:${port}`), { head: HEAD, silenceMs: 5_000 });

it('asks a server whose certificate is trusted, and of its name', async () => {
  const own = await certificate('localhost');
  setDefaultCACertificates([...known, own.cert]);
  const { port, heard } = await serving(own);
  await expect(ask(port)).resolves.toMatchObject({ status: 200 });
  expect(await heard()).toBe(HEAD);
});

it('tells nothing to a server whose certificate nobody vouches for', async () => {
  const { port, heard } = await serving(await certificate('localhost'));
  await expect(ask(port)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(await heard()).toBe('');
});

it('tells nothing to a server that has the certificate of another one', async () => {
  const other = await certificate('other.example');
  setDefaultCACertificates([...known, other.cert]);
  const { port, heard } = await serving(other);
  await expect(ask(port)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(await heard()).toBe('');
});

it('takes a server that never answers the handshake for lost', async () => {
  const port = await portOf(createPlainServer((socket) => void socket.on('error', () => {}).resume()));
  const lost = exchangeWith(new URL(`https://localhost:${port}`), { head: HEAD, silenceMs: 50 });
  await expect(lost).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});
