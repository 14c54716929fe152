import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from '../../../adapters/wire/response-reader.ts';

/** As connections have it: of a Buffer, `slice` is no copy. */
const SCRATCH = Buffer.alloc(64);

/** As a socket gives it: into the room that the reader has, as much as fits, in steps of so many bytes. */
function received(wire: Buffer, steps: readonly number[], into?: Uint8Array): ResponseReader {
  const reader = new ResponseReader(SCRATCH, into);
  for (let at = 0, step = 0; at < wire.length; step++) {
    const room = reader.room();
    const bytes = wire.subarray(at, at + Math.min(room.length, steps[step % steps.length]!));
    room.set(bytes);
    reader.take(room.subarray(0, bytes.length));
    at += bytes.length;
  }
  return reader;
}

const body = Buffer.from('rows of a database, '.repeat(20));
const chunked = (parts: Buffer[]) =>
  Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)};name=value\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\nx-trailer: it\r\n\r\n'),
  ]);
const steps = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 20 });

describe('reads a response however it is cut', () => {
  const wires: [string, Buffer][] = [
    ['of known length', Buffer.concat([Buffer.from(`content-length: ${body.length}\r\n\r\n`), body])],
    [
      'in chunks',
      Buffer.concat([
        Buffer.from('Transfer-Encoding: chunked\r\n\r\n'),
        chunked([body.subarray(0, 1), body.subarray(1, 300), body.subarray(300)]),
      ]),
    ],
    ['up to the end of its connection', Buffer.concat([Buffer.from('connection: close\r\n\r\n'), body])],
  ];
  it.each(wires)('%s', (_, rest) => {
    const before = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-Amz-Checksum:  a b \r\nvia: 1\r\nvia: 2\r\n';
    const wire = Buffer.concat([Buffer.from(before), rest]);
    fc.assert(
      fc.property(steps, fc.constantFrom(undefined, 0, 100, body.length, 1_000), (cut, memory) => {
        const reader = received(wire, cut, memory === undefined ? undefined : new Uint8Array(memory));
        expect(reader.end()).toBe(true);
        const answer = reader.answer();
        expect(answer).toMatchObject({ status: 200, length: body.length });
        expect(answer.headers).toMatchObject({ 'x-amz-checksum': 'a b', via: '1, 2' });
        expect(Buffer.from(answer.body).equals(body.subarray(0, memory))).toBe(true);
      }),
    );
  });
});

it('reads a body of known length right where it is wanted', () => {
  const into = new Uint8Array(body.length);
  const reader = received(Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\nabc`), [64], into);
  expect(reader.room()).toMatchObject({ byteOffset: 3, byteLength: body.length - 3 });
  expect(reader.room().buffer).toBe(into.buffer);
});

it.each([
  ['HTTP/1.1 204 No Content\r\n\r\n', true],
  ['HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n', true],
  ['HTTP/1.1 201 Created\r\ncontent-length: 0\r\nConnection: Close\r\n\r\n', false],
  ['HTTP/1.0 201 Created\r\ncontent-length: 0\r\n\r\n', false],
  ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc', false],
])('tells whether the connection can be used again after %j: %j', (wire, isKeptAlive) => {
  expect(received(Buffer.from(wire), [64])).toMatchObject({ isKeptAlive });
});

describe('refuses what is no response', () => {
  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n\r\n', 'no status line'],
    ['HTTP/2 200\r\n\r\n', 'no status line'],
    ['HTTP/1.1 200 OK\r\nno header\r\n\r\n', 'no header'],
    ['HTTP/1.1 200 OK\r\n folded: it\r\n\r\n', 'no header'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 'no length'],
    ['HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n', 'no length'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n', 'encoded as "gzip"'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n', 'encoded as'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3x\r\nabc', 'no size of a chunk'],
    [`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;${'x'.repeat(9_000)}`, 'has no end'],
    [`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(4_000)}`, 'has no end'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcd', 'more came'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nabc', 'more came'],
  ])('%.60j', (wire, why) => {
    expect(() => received(Buffer.from(wire), [64])).toThrow(why);
  });

  it('and one that ends too early is not complete', () => {
    const cut = received(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc'), [64]);
    expect(cut.end()).toBe(false);
  });
});
