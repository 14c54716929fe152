import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../sha256.ts';
import { endpointOf } from './clients.ts';
import type { MemberSession } from './member.ts';
import { reusingAgent, reusingTlsAgent } from './reused-reads.ts';

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
const agents = { 'http:': reusingAgent(KEEP_ALIVE), 'https:': reusingTlsAgent(KEEP_ALIVE) };

/**
 * Sends requests signed with SigV4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html);
 * a body is not signed, since it carries a checksum of its own. Rejects with the socket's error, or with what `read`
 * makes of the response.
 */
export function signedRequests(
  service: string,
  session: MemberSession,
  endpoint: URL = endpointOf(service, session.region),
) {
  const protocol = endpoint.protocol as keyof typeof agents;
  const request = protocol === 'http:' ? httpRequest : httpsRequest;
  const { credentials, region } = session;
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });

  return async <T>(wanted: SignedRequest, read: (response: IncomingMessage) => Promise<T>): Promise<T> => {
    const { method, path, query = {}, headers = {}, body } = wanted;
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
      read,
    );
  };
}

function exchange<T>(
  request: ClientRequest,
  body: Uint8Array | undefined,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    request.once('response', (response) => {
      // What a reader leaves when it gives up is drained, so that the connection can be used again.
      resolve(read(response).finally(() => response.on('error', ignore).resume()));
    });
    request.on('error', reject);
    request.once('timeout', () => {
      const silence = new Error(`no answer for ${SILENCE_MS / 1_000} s`);
      request.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
    });
    request.end(body);
  });
}

const ignore = () => {};
