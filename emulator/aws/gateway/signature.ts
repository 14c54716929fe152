/** Reading and recomputing the signature of a request, in the Authorization header or presigned in the query. */
import { createHmac } from 'node:crypto';
import { canonicalRequest, sha256Hex } from './canonical-request.ts';
import type { HttpRequest } from './http-message.ts';

/** What a signed request says of itself; nothing of it is checked yet. */
export interface SignedScope {
  accessKeyId: string;
  /** `20261122`, of the credential scope. */
  day: string;
  region: string;
  /** SigV4 service name. */
  service: string;
  /** `20261122T204242Z`. */
  date: string;
  signedHeaders: string[];
  signature: string;
  sessionToken?: string;
  /** Seconds; only of a presigned request. */
  expires?: number;
}

/** Undefined when the request is not signed with AWS4-HMAC-SHA256. */
export function readScope(request: Omit<HttpRequest, 'body'>): SignedScope | undefined {
  return request.headers.authorization ? scopeOfHeader(request.headers) : scopeOfQuery(new Map(request.query));
}

function scopeOfHeader(headers: Record<string, string>): SignedScope | undefined {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(headers.authorization ?? '');
  const parts = new Map(match?.[1]?.split(/,\s*/).map((part) => split(part, '=')));
  return scope(parts.get('Credential'), parts.get('SignedHeaders'), parts.get('Signature'), {
    date: headers['x-amz-date'],
    sessionToken: headers['x-amz-security-token'],
  });
}

function scopeOfQuery(query: Map<string, string>): SignedScope | undefined {
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined;
  return scope(query.get('X-Amz-Credential'), query.get('X-Amz-SignedHeaders'), query.get('X-Amz-Signature'), {
    date: query.get('X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token'),
    expires: Number(query.get('X-Amz-Expires')),
  });
}

function scope(
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  rest: { date?: string | undefined; sessionToken?: string | undefined; expires?: number },
): SignedScope | undefined {
  const [accessKeyId, day, region, service] = credential?.split('/') ?? [];
  if (!accessKeyId || !day || !region || !service || !signedHeaders || !signature || !rest.date) return undefined;
  return {
    accessKeyId,
    day,
    region,
    service,
    date: rest.date,
    signedHeaders: signedHeaders.split(';'),
    signature,
    ...(rest.sessionToken === undefined ? {} : { sessionToken: rest.sessionToken }),
    ...(rest.expires === undefined ? {} : { expires: rest.expires }),
  };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The signature that the holder of the secret would have made. */
export function signatureOf(request: HttpRequest, scope: SignedScope, secretAccessKey: string): string {
  const canonical = canonicalRequest(request, scope.service, scope.signedHeaders, payloadHash(request, scope));
  const credentialScope = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', scope.date, credentialScope, sha256Hex(canonical)].join('\n');
  return hmac(signingKey(scope, secretAccessKey), toSign).toString('hex');
}

/**
 * The signature of a chunk, which goes on from that of the chunk before it, or of the request
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
 */
export function chunkSignature(chunk: Uint8Array, before: string, scope: SignedScope, secretAccessKey: string): string {
  const credentialScope = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  const about = ['AWS4-HMAC-SHA256-PAYLOAD', scope.date, credentialScope, before];
  const toSign = [...about, sha256Hex(''), sha256Hex(Buffer.from(chunk))].join('\n');
  return hmac(signingKey(scope, secretAccessKey), toSign).toString('hex');
}

/** A payload that is not signed is not hashed either. */
function payloadHash(request: HttpRequest, scope: SignedScope): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared) return declared;
  return scope.service === 's3' && scope.expires !== undefined ? 'UNSIGNED-PAYLOAD' : sha256Hex(request.body);
}

const keys = new Map<string, Buffer>();

/** Cached: the key changes once a day for each secret, Region and service. */
function signingKey({ day, region, service }: SignedScope, secretAccessKey: string): Buffer {
  const name = `${secretAccessKey}/${day}/${region}/${service}`;
  let key = keys.get(name);
  if (!key) {
    key = [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
    keys.set(name, key);
  }
  return key;
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
