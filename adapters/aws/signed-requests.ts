import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { endpointOf } from './clients.ts';
import type { MemberSession } from './member.ts';
import { Sha256 } from './sha256.ts';

export interface SignedRequest {
  method: 'GET' | 'PUT';
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** Blocks take about 100 ms; one that is silent for this long is lost. */
const SILENCE_MS = 20_000;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const KEEP_ALIVE = { keepAlive: true, maxSockets: 256, timeout: SILENCE_MS };
const agents = { 'http:': new HttpAgent(KEEP_ALIVE), 'https:': new HttpsAgent(KEEP_ALIVE) };

/**
 * Sends requests signed with SigV4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html);
 * a body is not signed, since it carries a checksum of its own. Rejects with the socket's error.
 */
export function signedRequests(service: string, session: MemberSession) {
  const endpoint = endpointOf(service, session.region);
  const protocol = endpoint.protocol as keyof typeof agents;
  const request = protocol === 'http:' ? httpRequest : httpsRequest;
  const { credentials, region } = session;
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });

  return async ({ method, path, query = {}, headers = {}, body }: SignedRequest): Promise<IncomingMessage> => {
    const signed = await signer.sign({
      method,
      protocol,
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
    return exchange(
      request({
        method,
        host: endpoint.hostname,
        port: endpoint.port,
        path: target,
        headers: signed.headers,
        agent: agents[protocol],
        timeout: SILENCE_MS,
      }),
      body,
    );
  };
}

function exchange(request: ClientRequest, body: Uint8Array | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
    request.once('timeout', () => {
      const silence = new Error(`no answer for ${SILENCE_MS / 1_000} s`);
      request.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
    });
    request.end(body);
  });
}
