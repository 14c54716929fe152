import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { reusingAgent, reusingTlsAgent } from '../aws/reused-reads.ts';
import { StorageFailure } from './storage-errors.ts';

/** What of a request is not in the SAS URL itself. */
export interface SasRequest {
  method: 'GET' | 'PUT';
  /** Such as `comp=pagelist`, without an ampersand before it. */
  query?: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

/** Pages of ranges are there since 2020-10-02 (https://learn.microsoft.com/rest/api/storageservices/get-page-ranges). */
const VERSION = '2021-12-02';
/** Azure gives two minutes to a transfer of 4 MiB; one that is silent for this long is lost. */
const SILENCE_MS = 30_000;

const KEEP_ALIVE = { keepAlive: true, maxSockets: 256, timeout: SILENCE_MS };
const agents = { 'http:': reusingAgent(KEEP_ALIVE), 'https:': reusingTlsAgent(KEEP_ALIVE) };

/**
 * Sends requests to the blob of a SAS URL, which says by its own signature what may be done, over kept-alive connections
 * and without an SDK: every byte of a disk goes through here. Never retries. Throws StorageFailure for an answer
 * that is no success, and errors of the network as they are.
 */
export function sasRequests(sasUrl: string) {
  const url = new URL(sasUrl);
  const protocol = url.protocol as keyof typeof agents;
  const request = protocol === 'http:' ? httpRequest : httpsRequest;
  const sas = url.search.slice(1);

  return <T>(wanted: SasRequest, read: (response: IncomingMessage) => Promise<T>): Promise<T> => {
    const { method, query, headers, body } = wanted;
    const search = [query, sas].filter(Boolean).join('&');
    return exchange(
      request({
        method,
        host: url.hostname,
        port: url.port,
        path: `${url.pathname}?${search}`,
        headers: { ...headers, 'x-ms-version': VERSION, 'content-length': String(body?.length ?? 0) },
        agent: agents[protocol],
        timeout: SILENCE_MS,
      }),
      body,
      (response) => (isGood(response) ? read(response) : refuse(response)),
    );
  };
}

const isGood = ({ statusCode = 0 }: IncomingMessage) => statusCode >= 200 && statusCode < 300;

/** The body is XML with code and message; some answers have their code in a header alone. */
async function refuse(response: IncomingMessage): Promise<never> {
  const text = await textOf(response);
  const code = response.headers['x-ms-error-code'] ?? textIn(text, 'Code') ?? `Http${response.statusCode}`;
  throw new StorageFailure(String(code), response.statusCode!, textIn(text, 'Message') ?? text);
}

const textIn = (xml: string, element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

/** By events, since an async iterator takes a promise and a tick for every 64 KiB. */
export function eachChunk(response: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    response.on('data', take);
    response.once('end', resolve);
    response.once('error', reject);
  });
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  await eachChunk(response, (chunk) => chunks.push(Buffer.from(chunk)));
  return Buffer.concat(chunks).toString('utf8');
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
