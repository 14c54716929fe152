import { bodyFor, etagOf } from './known-answers.ts';
import { send } from './transport.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A refusal: the problem document of the hub, or of the server of the page. */
export class Refused extends Error {
  readonly status: number;
  readonly type: string;
  readonly problems: readonly { at: string; message: string }[];
  readonly requestId: string;
  constructor(status: number, body: unknown, requestId: string) {
    const document = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
    super(document.detail ?? '');
    this.status = status;
    this.type = document.type?.replace('urn:kubeferry:problem:', '') ?? '';
    this.problems = document.problems ?? [];
    this.requestId = requestId;
  }
}

interface Problem {
  type: string;
  detail: string;
  problems: { at: string; message: string }[];
}

/** How far the hub's clock is ahead of this machine's, in milliseconds: what it says of times is by its own. */
let ahead = 0;
export const hubNow = (): number => Date.now() + ahead;

export interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** One call to the hub; its status as well. Throws what `fetch` throws when nobody answers. */
export async function ask(method: Method, path: string, { body, headers = {} }: Sent = {}): Promise<Answered> {
  const answer = await send(path, {
    method,
    headers: {
      ...(method === 'GET' ? etagOf(path) : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(date)) ahead = date - Date.now();
  const requestId = answer.headers.get('apigw-requestid') ?? '';
  const received = parsed(await answer.text());
  const status = answer.status === 304 ? 200 : answer.status;
  return { status, body: method === 'GET' ? bodyFor(path, answer, received) : received, requestId };
}

interface Answered {
  status: number;
  body: unknown;
  requestId: string;
}

/** The body of the answer. Throws Refused. */
export async function call<T>(method: Method, path: string, sent?: Sent): Promise<T> {
  const { status, body, requestId } = await ask(method, path, sent);
  if (status >= 400) throw new Refused(status, body, requestId);
  return body as T;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
