import { exchangeWith } from '../wire/connections.ts';
import { requestHead } from '../wire/request-head.ts';
import type { Answer } from '../wire/response-reader.ts';
import { codeOf } from './errors.ts';
import { StorageFailure } from './storage-errors.ts';

/** What of a request is not in the SAS URL itself. */
export interface SasRequest {
  method: 'GET' | 'PUT';
  /** Such as `comp=pagelist`, without an ampersand before it. */
  query?: string;
  headers: Record<string, string>;
  body?: Uint8Array;
  /** Memory for the body of the answer; its own where it is left out. */
  into?: Uint8Array;
}

/** Pages of ranges are there since 2020-10-02 (https://learn.microsoft.com/rest/api/storageservices/get-page-ranges). */
const VERSION = '2021-12-02';
/** Azure gives two minutes to a transfer of 4 MiB; one that is silent for this long is lost. */
const SILENCE_MS = 30_000;

/**
 * Sends requests to the blob of a SAS URL, which says by its own signature what may be done, over kept-alive connections
 * and without an SDK: every byte of a disk goes through here. Never retries. Throws StorageFailure for an answer
 * that is no success, and errors of the network as they are.
 */
export function sasRequests(sasUrl: string) {
  const url = new URL(sasUrl);
  const sas = url.search.slice(1);

  return async ({ method, query, headers, body, into }: SasRequest): Promise<Answer> => {
    const target = `${url.pathname}?${[query, sas].filter(Boolean).join('&')}`;
    const own = { host: url.host, 'x-ms-version': VERSION, 'content-length': String(body?.length ?? 0) };
    const head = requestHead(method, target, { ...headers, ...own });
    const answer = await exchangeWith(url, { head, body, into, silenceMs: SILENCE_MS });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalOf(answer);
  };
}

/** The body is XML with code and message; some answers have their code in a header alone. */
function refusalOf(answer: Answer): StorageFailure {
  const text = textOf(answer);
  const code = codeOf(answer.headers['x-ms-error-code'] ?? textIn(text, 'Code'), answer.status);
  return new StorageFailure(code, answer.status, textIn(text, 'Message') ?? text);
}

const textIn = (xml: string, element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

export const textOf = ({ body }: Answer): string => Buffer.from(body).toString('utf8');
