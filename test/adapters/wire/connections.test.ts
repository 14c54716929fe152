import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exchangeWith } from '../../../adapters/wire/connections.ts';

/** A server that does with each connection what a test wants. */
let server: Server;
let endpoint: URL;
let sockets: Socket[];
let serve: (socket: Socket) => void;

beforeEach(async () => {
  sockets = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const HEAD = 'GET / HTTP/1.1\r\nhost: it\r\n\r\n';
const ask = () => exchangeWith(endpoint, { head: HEAD });
const answering = (text: string) => (socket: Socket) => void socket.on('data', () => void socket.write(text));
const DONE = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nit';

it('opens a connection for each exchange at a time, and uses them again', async () => {
  serve = answering(DONE);
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ body }) => Buffer.from(body).toString())).toEqual(['it', 'it', 'it']);
  }
  expect(sockets).toHaveLength(3);
});

it.each([
  ['says that it closes', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nit'],
  ['closes while it is idle', DONE],
])('opens another one where the server %s', async (_, text) => {
  serve = answering(text);
  await ask();
  sockets[0]!.end();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(ask()).resolves.toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(2);
});

it('says of a server that closes in the same moment that it is another connection that is needed, and nothing else', async () => {
  serve = (socket) => socket.on('data', () => socket.end(DONE));
  const codes = new Set<string>();
  for (let round = 0; round < 300; round++) {
    for (let ticks = round % 6; ticks > 0; ticks--) await (ticks % 2 ? new Promise(setImmediate) : null);
    await ask().catch(({ code }) => codes.add(code));
  }
  expect(['ECONNRESET', 'EPIPE']).toEqual(expect.arrayContaining([...codes]));
});

it('takes the end of the connection for the end of a body without a length', async () => {
  serve = (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
  await expect(ask()).resolves.toMatchObject({ length: 9 });
});

it.each([
  ['before it has answered', ''],
  ['in the midst of its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc'],
])('tells that the server closed the connection %s', async (_, text) => {
  serve = (socket) => socket.on('data', () => socket.end(text));
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('takes a server that is silent for lost', async () => {
  serve = (socket) => socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc'));
  const lost = exchangeWith(endpoint, { head: HEAD, silenceMs: 30 });
  await expect(lost).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'no answer for 0.03 s' });
});

it('tells what is no HTTP, and uses the connection no more', async () => {
  serve = answering('SSH-2.0-OpenSSH_9.2\r\n\r\n');
  await expect(ask()).rejects.toMatchObject({ code: 'EPROTO' });
  serve = answering(DONE);
  await expect(ask()).resolves.toMatchObject({ status: 200 });
});

it('does not trust a connection on which more came than was asked for', async () => {
  serve = answering(`${DONE}${DONE}`);
  await expect(ask()).rejects.toThrow('more came');
  serve = (socket) => {
    answering(DONE)(socket);
    socket.once('data', () => setTimeout(() => socket.write(DONE), 10));
  };
  await ask();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await ask();
  expect(sockets).toHaveLength(3);
});

it('uses a connection again only when all of a refused request has been sent', async () => {
  const body = Buffer.alloc(16 * 2 ** 20, 'x');
  let length = 0;
  serve = (socket) => {
    socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n');
    socket.pause();
    socket.on('data', (chunk) => {
      length += chunk.length;
      if (length > HEAD.length + body.length) socket.write(DONE);
    });
  };
  await expect(exchangeWith(endpoint, { head: HEAD, body })).resolves.toMatchObject({ status: 503 });
  serve = answering(DONE);
  await expect(ask()).resolves.toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(2);

  sockets[0]!.resume();
  while (length < HEAD.length + body.length) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all([ask(), ask()]);
  expect({ connections: sockets.length, length }).toEqual({ connections: 2, length: 2 * HEAD.length + body.length });
});

it('gives a server up whose answer drips, however often it says something', async () => {
  const drips: NodeJS.Timeout[] = [];
  serve = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
    drips.push(setInterval(() => socket.write('a'), 10));
  };
  const dripping = exchangeWith(endpoint, { head: HEAD, silenceMs: 1_000, totalMs: 200 });
  await expect(dripping).rejects.toMatchObject({ code: 'ETIMEDOUT', message: expect.stringMatching(/within 0\.2 s/) });
  for (const drip of drips) clearInterval(drip);
  serve = answering(DONE);
  await expect(exchangeWith(endpoint, { head: HEAD, totalMs: 200 })).resolves.toMatchObject({ status: 200 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The time of an exchange ends with it: its connection is used again.
  await exchangeWith(endpoint, { head: HEAD });
  expect(sockets).toHaveLength(2);
});
