import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, warning, unknown } = checkNamed('concurrency');
const THING = 'functions at a time';

/** Twenty volumes are copied at once, each by eight functions ("Copy each volume" and "Copy each segment"), beside those that apply. */
const MOST_OF_A_RUN = 20 * 8 + 20;

/** `Concurrent executions` of Lambda (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const QUOTA = 'L-B99A9384';

/** The functions of a run share what the hub's account has left; a run that finds no place waits for it. */
export const checkConcurrency: RouteCheck = (_, { concurrency }) => {
  if ('notAsked' in concurrency) return [unknown(THING, concurrency.notAsked)];
  if ('failure' in concurrency) return [unknown(THING, concurrency.failure.message)];
  const { account, unreserved } = concurrency.value;
  const found = `${unreserved} of ${account} unreserved`;
  if (unreserved >= MOST_OF_A_RUN) return [ok(THING, found)];
  return [
    warning({
      thing: THING,
      found,
      sentence: `A run of many volumes calls up to ${MOST_OF_A_RUN} functions at a time in the hub's account; what finds no place waits, and the run takes longer.`,
      fix: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${QUOTA} --desired-value 1000`,
    }),
  ];
};
