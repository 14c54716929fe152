/**
 * The canonical request of Signature Version 4
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
import { createHash } from 'node:crypto';
import type { HttpRequest } from './http-message.ts';

/** Text that is signed; `signedHeaders` in the order of the request, `payloadHash` a hex digest or a word such as UNSIGNED-PAYLOAD. */
export function canonicalRequest(
  request: Omit<HttpRequest, 'body'>,
  service: string,
  signedHeaders: string[],
  payloadHash: string,
): string {
  return [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3 signs the path as it is sent; every other service normalizes it and encodes it a second time. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(uriEscape(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: HttpRequest['query']): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${uriEscape(name)}=${uriEscape(value)}`)
    .sort()
    .join('&');
}

const uriEscape = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export const sha256Hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
