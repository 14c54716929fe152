import { exchangeWith } from '../wire/connections.ts';
import { requestHead } from '../wire/request-head.ts';
import type { Answer } from '../wire/response-reader.ts';
import { codeOf } from './errors.ts';
import type { PageAccess } from './page-access.ts';
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
  /** Of an earlier snapshot, with which this blob is compared. */
  previous?: PageAccess;
}

/** Pages of ranges are there since 2020-10-02 (https://learn.microsoft.com/rest/api/storageservices/get-page-ranges). */
const VERSION = '2021-12-02';
/** Azure gives two minutes to a transfer of 4 MiB; one that is silent for this long is lost. */
const SILENCE_MS = 30_000;

/**
 * Sends requests to the blob of a SAS URL, which says by its own signature what may be done, over kept-alive connections
 * and without an SDK: every byte of a disk goes through here. One that Azure takes no more is renewed once; nothing else is
 * tried again. Throws StorageFailure for an answer that is no success, and errors of the network as they are.
 */
export function sasRequests(access: PageAccess) {
  return async (request: SasRequest): Promise<Answer> => {
    const accesses = [access, request.previous].filter((each) => each !== undefined);
    const urls = accesses.map((each) => each.url());
    try {
      return await exchange(urls, request);
    } catch (error) {
      if (!(error instanceof StorageFailure && error.code === ENDED)) throw error;
      const renewed = await Promise.all(accesses.map((each, at) => each.renew(urls[at]!)));
      if (renewed.every((url, at) => url === urls[at])) throw error;
      return exchange(renewed, request);
    }
  };
}

/** What an access that has ended is answered, by its time or since somebody ended it (…/blob-service-error-codes). */
const ENDED = 'AuthenticationFailed';

async function exchange(
  [sasUrl, previous]: readonly string[],
  { method, query, headers, body, into }: SasRequest,
): Promise<Answer> {
  const url = new URL(sasUrl!);
  const target = `${url.pathname}?${[query, url.search.slice(1)].filter(Boolean).join('&')}`;
  const own = {
    host: url.host,
    'x-ms-version': VERSION,
    'content-length': String(body?.length ?? 0),
    ...(previous === undefined ? {} : { 'x-ms-previous-snapshot-url': previous }),
  };
  const head = requestHead(method, target, { ...headers, ...own });
  const answer = await exchangeWith(url, { head, body, into, silenceMs: SILENCE_MS });
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusalOf(answer);
}

/** The body is XML with code and message; some answers have their code in a header alone. */
function refusalOf(answer: Answer): StorageFailure {
  const text = textOf(answer);
  const code = codeOf(answer.headers['x-ms-error-code'] ?? textIn(text, 'Code'), answer.status);
  return new StorageFailure(code, answer.status, textIn(text, 'Message') ?? text);
}

const textIn = (xml: string, element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

export const textOf = ({ body }: Answer): string => Buffer.from(body).toString('utf8');
