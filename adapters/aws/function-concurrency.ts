import type { Concurrency } from '../../core/base/ports/concurrency.ts';
import { awsCall } from './errors.ts';
import { type CallPlace, plainCall, serviceError } from './plain-call.ts';

interface Settings {
  AccountLimit?: { ConcurrentExecutions?: number; UnreservedConcurrentExecutions?: number };
}

/** How many functions may run at a time (https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html). */
export function functionConcurrency(place: CallPlace): Promise<Concurrency> {
  return awsCall(`read the concurrency of functions in ${place.region}`, async () => {
    const call = {
      service: 'lambda',
      method: 'GET',
      path: '/2016-08-19/account-settings',
      headers: {},
      body: '',
    } as const;
    const { status, text } = await plainCall(place, call);
    if (status !== 200) throw serviceError(codeOf(text), text, status);
    const { AccountLimit = {} } = JSON.parse(text) as Settings;
    const { ConcurrentExecutions: account = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit;
    return { account, unreserved };
  });
}

/** A refusal has its code in the body or, where a proxy answered, nowhere. */
const codeOf = (text: string): string =>
  /\bAccessDenied(Exception)?\b|not authorized/.test(text) ? 'AccessDeniedException' : 'Error';
