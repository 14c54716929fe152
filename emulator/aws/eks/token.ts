/**
 * EKS's bearer tokens: a presigned GetCallerIdentity that names the cluster. The real authenticator sends it to STS; here
 * its signature is recomputed. The rules are those of
 * https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go
 */
import { timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../base/service.ts';
import type { Credential, FindCredential } from '../gateway/authenticate.ts';
import { type HttpRequest, splitTarget } from '../gateway/http-message.ts';
import { readScope, type SignedScope, signatureOf } from '../gateway/signature.ts';

const PREFIX = 'k8s-aws-v1.';
const MAX_BYTES = 4096;
/** Counted from X-Amz-Date, whatever X-Amz-Expires says. */
const VALID_MILLISECONDS = 15 * 60_000;
const MAX_EXPIRES_SECONDS = 900;
const CLUSTER_HEADER = 'x-k8s-aws-id';
const STS_HOST = /^sts(-fips)?(\.[a-z0-9-]+)?\.(amazonaws\.com(\.cn)?|api\.aws)$/;
const PARAMETERS = new Set([
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

export class TokenError extends Error {}

/**
 * Who made the token, for one cluster. `now` is the machine's time, as signatures are. Throws TokenError with the
 * reason; it never holds the token.
 */
export function verifyToken(token: string, clusterName: string, find: FindCredential, now = new Date()): Caller {
  const request = requestOf(token, clusterName);
  const scope = readScope(request);
  if (!scope) throw new TokenError('the URL is not signed');
  if (!scope.signedHeaders.includes(CLUSTER_HEADER)) throw new TokenError(`${CLUSTER_HEADER} is not signed`);
  checkTime(scope, now);
  const credential = find(scope.accessKeyId);
  if (!credential) throw new TokenError(`the access key ${scope.accessKeyId} is not known`);
  checkCredential(scope, credential, now);
  const expected = Buffer.from(signatureOf(request, scope, credential.secretAccessKey));
  const given = Buffer.from(scope.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new TokenError('the signature does not match: another secret, or another cluster name');
  }
  return credential.caller;
}

/** The request that the token stands for, with the cluster's own name as the header that was signed. */
function requestOf(token: string, clusterName: string): HttpRequest {
  if (Buffer.byteLength(token) > MAX_BYTES) throw new TokenError('the token is too long');
  if (!token.startsWith(PREFIX)) throw new TokenError(`the token does not begin with ${PREFIX}`);
  const text = Buffer.from(token.slice(PREFIX.length), 'base64url').toString('utf8');
  if (!URL.canParse(text)) throw new TokenError('the token holds no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.port !== '' || url.pathname !== '/' || !STS_HOST.test(url.hostname)) {
    throw new TokenError('the URL is not one of STS');
  }
  const { path, query } = splitTarget(`${url.pathname}${url.search}`);
  checkParameters(query);
  const headers = { host: url.host, [CLUSTER_HEADER]: clusterName };
  return { method: 'GET', path, query, headers, body: Buffer.alloc(0) };
}

function checkParameters(query: HttpRequest['query']): void {
  const seen = new Set<string>();
  for (const [name] of query) {
    const lower = name.toLowerCase();
    if (!PARAMETERS.has(lower)) throw new TokenError(`the query parameter ${name} is not allowed`);
    if (seen.has(lower)) throw new TokenError(`the query parameter ${name} appears twice`);
    seen.add(lower);
  }
  const action = query.find(([name]) => name.toLowerCase() === 'action');
  if (action?.[1] !== 'GetCallerIdentity') throw new TokenError('the action is not GetCallerIdentity');
}

function checkTime({ date, expires = -1 }: SignedScope, now: Date): void {
  if (!(expires >= 0 && expires <= MAX_EXPIRES_SECONDS)) throw new TokenError('X-Amz-Expires is not from 0 to 900');
  const signed = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signed)) throw new TokenError('X-Amz-Date is no date');
  if (now.getTime() > signed + VALID_MILLISECONDS) throw new TokenError('the token has expired');
}

function checkCredential({ sessionToken, region, service }: SignedScope, credential: Credential, now: Date): void {
  if (service !== 'sts') throw new TokenError(`the URL is signed for ${service} in ${region}`);
  if (credential.sessionToken !== sessionToken)
    throw new TokenError('the session token is not the one of the access key');
  if (credential.expiresAt && credential.expiresAt <= now) throw new TokenError('the credentials have expired');
}
