import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../sha256.ts';
import { exchangeWith } from '../wire/connections.ts';
import { requestHead } from '../wire/request-head.ts';
import type { Answer } from '../wire/response-reader.ts';
import { endpointOf } from './clients.ts';
import type { MemberSession } from './member.ts';

export interface SignedRequest {
  method: 'GET' | 'PUT';
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Memory for the body of the answer; its own where it is left out. */
  into?: Uint8Array;
}

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Sends requests signed with SigV4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html);
 * a body is not signed, since it carries a checksum of its own. Rejects with the socket's error.
 */
export function signedRequests(
  service: string,
  session: MemberSession,
  endpoint: URL = endpointOf(service, session.region),
) {
  const { credentials, region } = session;
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });

  return async ({ method, path, query = {}, headers = {}, body, into }: SignedRequest): Promise<Answer> => {
    const signed = await signer.sign({
      method,
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      path,
      query,
      headers: {
        ...headers,
        host: endpoint.host,
        'x-amz-content-sha256': body ? 'UNSIGNED-PAYLOAD' : SHA256_OF_NOTHING,
        ...(body ? { 'content-length': String(body.length) } : {}),
      },
    });
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const target = search.length > 0 ? `${path}?${search.join('&')}` : path;
    return exchangeWith(endpoint, { head: requestHead(method, target, signed.headers), body, into });
  };
}
