import { AwsError } from '../../base/service.ts';

/** What an account has in a Region unless it asks for more; a new account may have 10 (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const ACCOUNT_CONCURRENCY = 1_000;

/** Invocations under way, counted for each account and Region. */
export interface Concurrency {
  /** May be changed at any time, as AWS Support raises it, or other functions of the account take their part of it. */
  limit: number;
  /** Counts one in while it runs; throws TooManyRequestsException when no place is free. */
  within<T>(place: { account: string; region: string }, run: () => Promise<T>): Promise<T>;
}

export function createConcurrency(limit = ACCOUNT_CONCURRENCY): Concurrency {
  const underWay = new Map<string, number>();
  const concurrency: Concurrency = {
    limit,
    async within({ account, region }, run) {
      const key = `${account} ${region}`;
      const count = underWay.get(key) ?? 0;
      if (count >= concurrency.limit) throw tooMany();
      underWay.set(key, count + 1);
      try {
        return await run();
      } finally {
        underWay.set(key, (underWay.get(key) ?? 1) - 1);
      }
    },
  };
  return concurrency;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const tooMany = () =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
