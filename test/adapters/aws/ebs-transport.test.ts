import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ebsTransport } from '../../../adapters/aws/ebs-transport.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';

const DATA = Buffer.alloc(BLOCK_BYTES, 'rows of a database ');
const DIGEST = createHash('sha256').update(DATA).digest('base64');
const session = {
  account: '111111111111',
  region: 'eu-west-1',
  roleArn: 'arn:aws:iam::111111111111:role/kubeferry',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }),
};

/** An EBS that says what each test wants it to say. */
let server: Server;
let answer: { status?: number; headers: Record<string, string>; body: Buffer };
let seen: { url: string; headers: IncomingHttpHeaders; body: Buffer }[];

const listener: RequestListener = async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  seen.push({ url: request.url!, headers: request.headers, body: Buffer.concat(chunks) });
  const { status = 200, headers, body } = answer;
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
};

beforeEach(async () => {
  answer = {
    headers: { 'x-amz-data-length': `${BLOCK_BYTES}`, 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum': DIGEST },
    body: DATA,
  };
  seen = [];
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_EBS', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = (into = new Uint8Array(BLOCK_BYTES)) =>
  ebsTransport(session).getBlock('snap-1', { index: 5, token: 'a+/=' }, into);

it('sends the block token as it was given', async () => {
  await get();
  expect(new URL(seen[0]!.url, 'http://x').searchParams.get('blockToken')).toBe('a+/=');
});

it('signs the request for EBS in the Region, but not the data, which has its own checksum', async () => {
  const digest = createHash('sha256').update(DATA).digest();
  answer = { status: 201, headers: { 'x-amz-checksum': DIGEST }, body: Buffer.alloc(0) };
  await ebsTransport(session).putBlock('snap-1', 5, DATA, digest);
  expect(seen[0]!.headers).toMatchObject({
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-checksum': DIGEST,
    'x-amz-checksum-algorithm': 'SHA256',
    'x-amz-data-length': '524288',
    'x-amz-security-token': 'token',
    authorization: expect.stringMatching(/Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/ebs\/aws4_request/),
  });
  expect(seen[0]!.body.equals(DATA)).toBe(true);
});

it('uses one connection again', async () => {
  const connections = new Set<number>();
  server.on('connection', (socket) => connections.add(socket.remotePort!));
  for (let round = 0; round < 5; round++) await get();
  expect(connections.size).toBe(1);
});

describe('refuses as DataCorrupt', () => {
  const damaged = Buffer.from(DATA);
  damaged[99] = damaged[99]! ^ 4;

  it.each([
    ['a block with one other bit', () => ({ body: damaged }), 'its SHA-256 is'],
    ['a block that is too short', () => ({ body: DATA.subarray(1) }), '524287 bytes came'],
    ['a block that is too long', () => ({ body: Buffer.concat([DATA, DATA]) }), '1048576 bytes came'],
    [
      'another length in the header',
      () => ({ headers: { ...answer.headers, 'x-amz-data-length': '4096' } }),
      '4096 bytes',
    ],
    ['another algorithm', () => ({ headers: { ...answer.headers, 'x-amz-checksum-algorithm': 'CRC32' } }), '"CRC32"'],
  ])('%s', async (_, change, why) => {
    answer = { ...answer, ...change() };
    const read = get();
    await expect(read).rejects.toMatchObject({ name: 'DataCorrupt' });
    await expect(read).rejects.toThrow(why);
  });

  it('a put that was stored as something else', async () => {
    answer = { status: 201, headers: { 'x-amz-checksum': 'other' }, body: Buffer.alloc(0) };
    const put = ebsTransport(session).putBlock('snap-1', 5, DATA, Buffer.from(DIGEST, 'base64'));
    await expect(put).rejects.toMatchObject({ name: 'DataCorrupt' });
  });
});

it('tells an answer that is no AWS error by its status', async () => {
  answer = { status: 503, headers: {}, body: Buffer.from('<html>busy</html>') };
  await expect(get()).rejects.toMatchObject({ name: 'Unavailable', message: expect.stringContaining('<html>busy') });
});

it('tells a server that does not listen as Unavailable', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(get()).rejects.toMatchObject({ name: 'Unavailable' });
});

it('reads whole blocks over TLS too, several at once', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  const secure = createTlsServer({ key, cert }, listener);
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_EBS', `https://127.0.0.1:${(secure.address() as AddressInfo).port}`);
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const buffers = Array.from({ length: 6 }, () => new Uint8Array(BLOCK_BYTES));
  try {
    for (let round = 0; round < 3; round++) {
      await Promise.all(buffers.map((into) => get(into)));
      expect(buffers.every((into) => DATA.equals(into))).toBe(true);
    }
  } finally {
    secure.closeAllConnections();
    await new Promise((resolve) => secure.close(resolve));
  }
});

it('can be used again after an answer that it refused', async () => {
  const good = answer;
  answer = { ...good, headers: { ...good.headers, 'x-amz-checksum-algorithm': 'CRC32' } };
  await expect(get()).rejects.toThrow();
  answer = good;
  await expect(get()).resolves.toBeDefined();
});
