import type { Clock } from '../../time/clock.ts';
import { azureError, unanswered } from './errors.ts';

export interface AzureCall {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** As JSON, or as a form. */
  body?: object | URLSearchParams;
  /** Other headers for one that was not let in (401), once: a token may be revoked long before its time. */
  letIn?: () => Promise<Record<string, string>>;
}

export interface AzureAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Answers that ask for another try soon; who has to wait for longer than this is told that it is throttled. */
const TRIES = 4;
const LONGEST_WAIT_SECONDS = 20;
const TIMEOUT_MS = 30_000;

/**
 * One call of Azure, tried again where it asks for that (`Retry-After`) or fails on its side. `what` completes "Could not …".
 * Throws what the answer says: AccessDenied, NotFound, NotYet, Throttled, QuotaReached, Unavailable.
 */
export async function azureCall(what: string, given: AzureCall, { sleep }: Pick<Clock, 'sleep'>): Promise<AzureAnswer> {
  let call = given;
  for (let tried = 1; ; tried++) {
    const answer = await send(what, call);
    if (answer.status < 300) return answer;
    if (answer.status === 401 && call.letIn) {
      const { letIn, ...rest } = call;
      call = { ...rest, headers: await letIn() };
      continue;
    }
    const wait = secondsToWait(answer, tried);
    if (wait === undefined) throw azureError(what, answer.status, answer.body);
    await sleep(wait * 1000);
  }
}

function secondsToWait({ status, headers }: AzureAnswer, tried: number): number | undefined {
  if ((status !== 429 && status < 500) || tried >= TRIES) return undefined;
  const asked = retryAfter(headers) ?? 2 ** tried;
  return asked <= LONGEST_WAIT_SECONDS ? asked : undefined;
}

/** Seconds, as Azure says it (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling). */
export function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

async function send(what: string, { method, url, headers = {}, body }: AzureCall): Promise<AzureAnswer> {
  // A token, or an assertion, is as good as a password.
  if (new URL(url).protocol !== 'https:')
    throw new Error(`Could not ${what}: ${new URL(url).host} is not asked by https.`);
  const isForm = body instanceof URLSearchParams;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body && !isForm ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  } catch (error) {
    throw unanswered(what, error);
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
