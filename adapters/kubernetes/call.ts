import { secretsOf } from '../../core/base/outside/secrets-of.ts';
import type { Clock } from '../../time/clock.ts';
import type { Identity } from './credential.ts';
import { refusal, statusOf, withheld } from './failures.ts';
import type { Request, Response, Transport } from './transport.ts';

/** With the waits below at most 30 s in all, well under a function's timeout. */
const MAX_ATTEMPTS = 6;
const MAX_WAIT_MS = 5_000;

/** Sends one request and answers its success, or the statuses that the caller knows what to do with. */
export type Call = (what: string, request: Request, expected?: readonly number[]) => Promise<Response>;

/**
 * A call that waits when the server asks it to: like client-go (rest/with_retry.go) it repeats 429 and 5xx only when
 * the answer has Retry-After, so nothing that the server began is sent twice. After a 401 a fresh token is tried once.
 * Throws as failures.ts says.
 */
export function caller(transport: Transport, identity: Identity, clock: Clock, random: () => number): Call {
  return async (what, request, expected = []) => {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const response = await transport.send(request);
      const { status } = response;
      if ((status >= 200 && status < 300) || expected.includes(status)) return response;
      if (status === 401 && !renewed && identity.renew()) {
        renewed = true;
        continue;
      }
      const wait = askedToWait(response);
      if (wait === undefined || attempt >= MAX_ATTEMPTS)
        throw request.mayShowSecrets
          ? refusal(what, status, withheld(response.body))
          : refusal(what, status, response.body, secretsOf(request.body));
      await clock.sleep(Math.min(wait, MAX_WAIT_MS) * (1 + 0.2 * random()));
    }
  };
}

/** Milliseconds after which the server wants to be asked again. */
function askedToWait({ status, headers, body }: Response): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  const seconds = Number(headers['retry-after'] ?? statusOf(body).details?.retryAfterSeconds ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds) * 1000;
  return status === 429 ? 1000 : undefined;
}
