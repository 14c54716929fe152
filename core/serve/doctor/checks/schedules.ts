import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('schedules');
const QUEUE = 'kubeferry-undelivered';

/** No time of a schedule was lost: the queue is the hub's, so it speaks of all routes. */
export const checkSchedules: RouteCheck = (_, { undelivered }) => {
  if ('notAsked' in undelivered) return [unknown(QUEUE, undelivered.notAsked)];
  if ('failure' in undelivered) return [unknown(QUEUE, undelivered.failure.message)];
  if (undelivered.value === 0) return [ok(QUEUE, 'empty')];
  return [
    broken({
      thing: QUEUE,
      found: `${undelivered.value} messages`,
      sentence:
        'That many scheduled times started no run on any route. Each message says why; docs/runbook.md#a-schedule-was-not-delivered has the rest.',
      fix: `aws sqs receive-message --queue-url "$(aws sqs get-queue-url --queue-name ${QUEUE} --query QueueUrl --output text)" --message-attribute-names All --max-number-of-messages 10`,
    }),
  ];
};
