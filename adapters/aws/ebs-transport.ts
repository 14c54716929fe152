import { createHash } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { BLOCK_BYTES, type BlockRef } from '../../core/base/ports/block-store.ts';
import type { Answer } from '../wire/response-reader.ts';
import { translateAwsError } from './errors.ts';
import type { MemberSession } from './member.ts';
import { type SignedRequest, signedRequests } from './signed-requests.ts';

/**
 * GetSnapshotBlock and PutSnapshotBlock without the SDK's layers, which cost twice the CPU time: every byte of every
 * volume goes through here. One signed request over a kept-alive connection, the body straight into the worker's
 * buffer, by the system call itself, hashed once. It never retries: `core/execute/blocks/with-retry.ts` does.
 * Wire form: https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html and API_PutSnapshotBlock.html.
 */
export interface EbsTransport {
  getBlock(snapshotId: string, block: BlockRef, into: Uint8Array): Promise<{ bytes: Uint8Array; sha256: Uint8Array }>;
  putBlock(snapshotId: string, index: number, bytes: Uint8Array, sha256: Uint8Array): Promise<void>;
}

export function ebsTransport(session: MemberSession): EbsTransport {
  const send = signedRequests('ebs', session);

  const call = async (what: string, request: SignedRequest) => {
    try {
      const answer = await send(request);
      if (answer.status !== 200 && answer.status !== 201) throw failureOf(answer);
      return answer;
    } catch (error) {
      throw translateAwsError(error, what);
    }
  };

  return {
    async getBlock(snapshotId, { index, token }, into) {
      const what = `read block ${index} of snapshot ${snapshotId}`;
      const request = { method: 'GET' as const, path: pathOf(snapshotId, index), query: { blockToken: token ?? '' } };
      return { bytes: into, sha256: checked(await call(what, { ...request, into }), what) };
    },

    async putBlock(snapshotId, index, body, sha256) {
      const what = `write block ${index} of snapshot ${snapshotId}`;
      const checksum = Buffer.from(sha256).toString('base64');
      const headers = {
        'content-type': 'application/octet-stream',
        'x-amz-checksum': checksum,
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-data-length': String(BLOCK_BYTES),
      };
      const answer = await call(what, { method: 'PUT', path: pathOf(snapshotId, index), headers, body });
      const stored = answer.headers['x-amz-checksum'];
      if (stored !== checksum) throw corrupt(what, `EBS says that it stored ${stored}, but ${checksum} was sent`);
    },
  };
}

const pathOf = (snapshotId: string, index: number) => `/snapshots/${snapshotId}/blocks/${index}`;

/** Compares length, algorithm and digest before anybody uses a byte; answers the digest. */
function checked({ headers, body, length }: Answer, what: string): Uint8Array {
  const expected = announced(headers, what);
  if (length !== BLOCK_BYTES) throw corrupt(what, `${length} bytes came, not ${BLOCK_BYTES}`);
  const sha256 = createHash('sha256').update(body).digest();
  const found = sha256.toString('base64');
  if (found !== expected) throw corrupt(what, `its SHA-256 is ${found}, but EBS announced ${expected}`);
  return sha256;
}

function announced(headers: Answer['headers'], what: string): string {
  const length = headers['x-amz-data-length'];
  const algorithm = headers['x-amz-checksum-algorithm'];
  if (Number(length) !== BLOCK_BYTES) throw corrupt(what, `EBS announced ${length} bytes, not ${BLOCK_BYTES}`);
  if (algorithm !== 'SHA256') throw corrupt(what, `EBS announced a checksum by "${algorithm}", not SHA256`);
  return String(headers['x-amz-checksum']);
}

/** An error answer in the shape of the SDK's errors. */
function failureOf({ status, headers, body }: Answer): Error {
  const text = Buffer.from(body).toString('utf8');
  const said = parse(text);
  const type = String(headers['x-amzn-errortype'] ?? said.__type ?? `Http${status}`);
  const error = new Error(outsideText(said.message ?? said.Message ?? text));
  error.name = type.split(':')[0]!.split('#').at(-1)!;
  return Object.assign(error, { Reason: said.Reason, $metadata: { httpStatusCode: status } });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function corrupt(what: string, why: string): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `Could not ${what}: ${why}. Way out: start the clone again; if it goes on, the snapshot itself is damaged.`,
  );
}
