/**
 * The body that SDKs send to S3 with `content-encoding: aws-chunked`: chunks, then a trailer with a checksum
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../base/service.ts';
import type { HttpRequest } from './http-message.ts';

const DIGESTS: Record<string, (bytes: Uint8Array) => string> = {
  'x-amz-checksum-crc32': (bytes) => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(crc32(bytes));
    return buffer.toString('base64');
  },
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
  'content-md5': (bytes) => createHash('md5').update(bytes).digest('base64'),
};

/** Each chunk with a signature of its own, without trailers: what a client sends that has no TLS. */
export const SIGNED_CHUNKS = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';

/** The request with its real body and its trailers as headers; any checksum that came with it is compared (BadDigest). */
export function decodeChunked(request: HttpRequest): HttpRequest {
  const kind = request.headers['x-amz-content-sha256'] ?? '';
  if (!kind.startsWith('STREAMING-')) return withCheckedDigests(request);
  if (kind !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' && kind !== SIGNED_CHUNKS) {
    throw new AwsError('UnsupportedByLocalCloud', `The payload signing '${kind}' is not implemented here.`, 501);
  }
  const { chunks, trailers } = readChunks(request.body);
  const [only] = chunks;
  const body = chunks.length === 1 && only ? only.bytes : Buffer.concat(chunks.map(({ bytes }) => bytes));
  return withCheckedDigests({ ...request, body, headers: { ...request.headers, ...trailers } });
}

export interface Chunk {
  bytes: Buffer;
  /** Of signed chunks. */
  signature?: string | undefined;
}

/** `end` is the signature of the empty chunk at the end, where chunks are signed. */
export function readChunks(wire: Buffer): {
  chunks: Chunk[];
  end?: string | undefined;
  trailers: Record<string, string>;
} {
  const chunks: Chunk[] = [];
  let last: string | undefined;
  let at = 0;
  for (;;) {
    const end = wire.indexOf('\r\n', at);
    const head = wire.toString('latin1', at, end);
    const size = Number.parseInt(head, 16);
    if (end < 0 || Number.isNaN(size)) throw new AwsError('IncompleteBody', 'A chunk of the body has no size.');
    const [, signature] = /;chunk-signature=([0-9a-f]{64})$/.exec(head) ?? [];
    at = end + 2;
    last = signature;
    if (size === 0) break;
    chunks.push({ bytes: wire.subarray(at, at + size), signature });
    at += size + 2;
  }
  const lines = wire.toString('latin1', at).split('\r\n').filter(Boolean);
  const trailers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return { chunks, end: last, trailers: Object.fromEntries(trailers) };
}

function withCheckedDigests(request: HttpRequest): HttpRequest {
  for (const [name, value] of Object.entries(request.headers)) {
    if (!/^x-amz-checksum-(?!algorithm|mode|type)|^content-md5$/.test(name)) continue;
    const digest = DIGESTS[name];
    if (!digest) throw new AwsError('UnsupportedByLocalCloud', `The checksum '${name}' is not implemented here.`, 501);
    if (digest(request.body) !== value) {
      throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
  }
  return request;
}
