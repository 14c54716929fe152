import { timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../base/service.ts';
import { readChunks, SIGNED_CHUNKS } from './aws-chunked.ts';
import { sha256Hex } from './canonical-request.ts';
import type { HttpRequest } from './http-message.ts';
import { chunkSignature, readScope, type SignedScope, signatureOf } from './signature.ts';

/** What stands behind an access key id. */
export interface Credential {
  secretAccessKey: string;
  sessionToken?: string;
  /** Of a session; in real time, since SDKs compare it with the machine's clock. */
  expiresAt?: Date;
  caller: Caller;
}

export type FindCredential = (accessKeyId: string) => Credential | undefined;

export type AuthenticationFault =
  | 'missing'
  | 'unknown-key'
  | 'wrong-token'
  | 'expired-token'
  | 'skewed'
  | 'expired-request'
  | 'wrong-signature'
  | 'wrong-payload';

/** Thrown when a request does not prove who sent it; each protocol has its own code for it. */
export class AuthenticationError extends Error {
  readonly fault: AuthenticationFault;
  constructor(fault: AuthenticationFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** AWS accepts five minutes either way (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). */
const MAX_SKEW_MILLISECONDS = 5 * 60_000;

/**
 * Who sent a signed request, proven by its signature; also for presigned URLs that travel inside other calls
 * (EKS tokens, CopySnapshot's PresignedUrl). `now` is real time. Throws AuthenticationError.
 */
export function authenticate(
  request: HttpRequest,
  find: FindCredential,
  now: Date = new Date(),
): { caller: Caller; scope: SignedScope } {
  const scope = readScope(request);
  if (!scope) throw new AuthenticationError('missing', 'Request is missing Authentication Token');
  const credential = find(scope.accessKeyId);
  if (!credential) {
    throw new AuthenticationError('unknown-key', 'The security token included in the request is invalid.');
  }
  checkToken(scope, credential, now);
  checkDate(scope, now);
  checkSignature(request, scope, credential.secretAccessKey);
  checkPayload(request);
  if (request.headers['x-amz-content-sha256'] === SIGNED_CHUNKS)
    checkChunks(request.body, scope, credential.secretAccessKey);
  return { caller: credential.caller, scope };
}

function checkToken(scope: SignedScope, credential: Credential, now: Date): void {
  if (credential.sessionToken !== scope.sessionToken) {
    throw new AuthenticationError('wrong-token', 'The security token included in the request is invalid.');
  }
  if (credential.expiresAt && credential.expiresAt <= now) {
    throw new AuthenticationError('expired-token', 'The security token included in the request is expired');
  }
}

function checkDate({ date, expires }: SignedScope, now: Date): void {
  const signed = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const age = now.getTime() - signed;
  const earliest = -MAX_SKEW_MILLISECONDS;
  if (expires !== undefined && age > expires * 1000) {
    throw new AuthenticationError('expired-request', 'Request has expired');
  }
  if (Number.isNaN(age) || age < earliest || (expires === undefined && age > MAX_SKEW_MILLISECONDS)) {
    throw new AuthenticationError('skewed', `Signature expired: ${date} is too far from ${now.toISOString()}`);
  }
}

function checkSignature(request: HttpRequest, scope: SignedScope, secretAccessKey: string): void {
  const expected = Buffer.from(signatureOf(request, scope, secretAccessKey));
  const given = Buffer.from(scope.signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new AuthenticationError(
    'wrong-signature',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  );
}

function checkPayload({ headers, body }: HttpRequest): void {
  const declared = headers['x-amz-content-sha256'];
  if (!declared || !/^[0-9a-f]{64}$/.test(declared) || declared === sha256Hex(body)) return;
  throw new AuthenticationError('wrong-payload', "The provided 'x-amz-content-sha256' header does not match the body.");
}

function checkChunks(body: Buffer, scope: SignedScope, secretAccessKey: string): void {
  const { chunks, end } = readChunks(body);
  let before = scope.signature;
  for (const { bytes, signature } of [...chunks, { bytes: Buffer.alloc(0), signature: end }]) {
    const expected = chunkSignature(bytes, before, scope, secretAccessKey);
    if (signature !== expected)
      throw new AuthenticationError('wrong-signature', 'The signature of a chunk does not match what we calculated.');
    before = expected;
  }
}
