import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { BLOCK_BYTES, type BlockRef } from '../../core/base/ports/block-store.ts';
import { translateAwsError } from './errors.ts';
import type { MemberSession } from './member.ts';
import { type SignedRequest, signedRequests } from './signed-requests.ts';

/**
 * GetSnapshotBlock and PutSnapshotBlock without the SDK's layers, which cost twice the CPU time: every byte of every
 * volume goes through here. One signed request over a kept-alive connection, the body straight into the worker's
 * buffer, hashed once. It never retries: `core/execute/blocks/with-retry.ts` does.
 * Wire form: https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html and API_PutSnapshotBlock.html.
 */
export interface EbsTransport {
  getBlock(snapshotId: string, block: BlockRef, into: Uint8Array): Promise<{ bytes: Uint8Array; sha256: Uint8Array }>;
  putBlock(snapshotId: string, index: number, bytes: Uint8Array, sha256: Uint8Array): Promise<void>;
}

export function ebsTransport(session: MemberSession): EbsTransport {
  const send = signedRequests('ebs', session);

  const call = async <T>(what: string, request: SignedRequest, read: (response: IncomingMessage) => Promise<T>) => {
    try {
      return await send(request, (response) => (isGood(response) ? read(response) : fail(response)));
    } catch (error) {
      throw translateAwsError(error, what);
    }
  };

  return {
    getBlock(snapshotId, { index, token }, into) {
      const what = `read block ${index} of snapshot ${snapshotId}`;
      const request = { method: 'GET' as const, path: pathOf(snapshotId, index), query: { blockToken: token ?? '' } };
      return call(what, request, (response) => readBlock(response, into, what));
    },

    putBlock(snapshotId, index, body, sha256) {
      const what = `write block ${index} of snapshot ${snapshotId}`;
      const checksum = Buffer.from(sha256).toString('base64');
      const headers = {
        'content-type': 'application/octet-stream',
        'x-amz-checksum': checksum,
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-data-length': String(BLOCK_BYTES),
      };
      const request = { method: 'PUT' as const, path: pathOf(snapshotId, index), headers, body };
      return call(what, request, async (response) => {
        await drain(response);
        const stored = response.headers['x-amz-checksum'];
        if (stored !== checksum) throw corrupt(what, `EBS says that it stored ${stored}, but ${checksum} was sent`);
      });
    },
  };
}

const pathOf = (snapshotId: string, index: number) => `/snapshots/${snapshotId}/blocks/${index}`;

const isGood = ({ statusCode }: IncomingMessage) => statusCode === 200 || statusCode === 201;

/** Fills `into` and compares length, algorithm and digest before anybody uses a byte. */
async function readBlock(response: IncomingMessage, into: Uint8Array, what: string) {
  const expected = announced(response.headers, what);
  const hash = createHash('sha256');
  let length = 0;
  await eachChunk(response, (chunk) => {
    if (length + chunk.length <= BLOCK_BYTES) into.set(chunk, length);
    length += chunk.length;
    hash.update(chunk);
  });
  if (length !== BLOCK_BYTES) throw corrupt(what, `${length} bytes came, not ${BLOCK_BYTES}`);
  const sha256 = hash.digest();
  const found = sha256.toString('base64');
  if (found !== expected) throw corrupt(what, `its SHA-256 is ${found}, but EBS announced ${expected}`);
  return { bytes: into, sha256 };
}

/** By events, since an async iterator takes a promise and a tick for every 64 KiB. */
function eachChunk(response: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    response.on('data', take);
    response.once('end', resolve);
    response.once('error', reject);
  });
}

function announced(headers: IncomingHttpHeaders, what: string): string {
  const length = headers['x-amz-data-length'];
  const algorithm = headers['x-amz-checksum-algorithm'];
  if (Number(length) !== BLOCK_BYTES) throw corrupt(what, `EBS announced ${length} bytes, not ${BLOCK_BYTES}`);
  if (algorithm !== 'SHA256') throw corrupt(what, `EBS announced a checksum by "${algorithm}", not SHA256`);
  return String(headers['x-amz-checksum']);
}

/** Throws an error answer in the shape of the SDK's errors. */
async function fail(response: IncomingMessage): Promise<never> {
  const text = await drain(response);
  const body = parse(text);
  const type = String(response.headers['x-amzn-errortype'] ?? body.__type ?? `Http${response.statusCode}`);
  const error = new Error(outsideText(body.message ?? body.Message ?? text));
  error.name = type.split(':')[0]!.split('#').at(-1)!;
  throw Object.assign(error, { Reason: body.Reason, $metadata: { httpStatusCode: response.statusCode } });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function drain(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  await eachChunk(response, (chunk) => chunks.push(Buffer.from(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}

function corrupt(what: string, why: string): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `Could not ${what}: ${why}. Way out: start the clone again; if it goes on, the snapshot itself is damaged.`,
  );
}
