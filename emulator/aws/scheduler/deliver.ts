import { randomUUID } from 'node:crypto';
import { AwsError, type Caller, type Service } from '../../base/service.ts';
import { authorizer } from '../gateway/authorize.ts';
import { execute, type Surroundings } from '../gateway/execute.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Schedule } from './state.ts';

export interface Delivering {
  states: Service;
  queues: Queues;
  surroundings: Surroundings;
}

const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
const MAX_DELAY_MS = 300_000;

/**
 * Starts the target machine as the schedule's role, again and again as its retry policy says; then the time goes to the
 * dead-letter queue. An answer that is lost is a failure to Scheduler, so the time is delivered once more.
 */
export async function deliver(schedule: Schedule, time: Date, delivering: Delivering): Promise<void> {
  const { Target } = schedule.spec;
  const { MaximumRetryAttempts = DEFAULT_ATTEMPTS, MaximumEventAgeInSeconds = DEFAULT_AGE_SECONDS } =
    Target.RetryPolicy ?? {};
  const { clock } = delivering.surroundings;
  const expires = clock.now().getTime() + MaximumEventAgeInSeconds * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const input = inputOf(schedule, time, attempt);
    const failure = await start(schedule, input, delivering);
    if (!failure) return;
    if (attempt > MaximumRetryAttempts || clock.now().getTime() >= expires) {
      return giveUp(schedule, input, failure, delivering);
    }
    await clock.sleep(Math.min(1000 * 2 ** attempt, MAX_DELAY_MS));
  }
}

async function start(schedule: Schedule, input: string, delivering: Delivering): Promise<AwsError | undefined> {
  const { states, surroundings } = delivering;
  const request = { stateMachineArn: schedule.spec.Target.Arn, name: randomUUID(), input };
  try {
    const { lost } = await execute(
      {
        service: states,
        operation: 'StartExecution',
        input: request,
        caller: callerOf(schedule),
        region: schedule.region,
      },
      surroundings,
    );
    return lost ? new AwsError('InternalServerException', 'The answer was lost.', 500) : undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
function giveUp(
  schedule: Schedule,
  body: string,
  { code, message }: AwsError,
  { queues, surroundings }: Delivering,
): void {
  const queueArn = schedule.spec.Target.DeadLetterConfig?.Arn;
  if (!queueArn) return;
  const about = { caller: callerOf(schedule), region: schedule.region, service: 'sqs', operation: 'SendMessage' };
  const { principals, record } = surroundings;
  try {
    authorizer(
      { ...about, protocol: 'json' },
      (access) => principals.decide(access),
      record,
    )('sqs:SendMessage', queueArn);
  } catch (error) {
    // As in AWS: what may not be queued is gone; the refusal is in the record of calls.
    if (error instanceof AwsError) return;
    throw error;
  }
  if (!queues.has(queueArn)) return;
  const attributes = { SCHEDULE_ARN: schedule.arn, ERROR_CODE: code, ERROR_MESSAGE: message };
  queues.keep({ queueArn, body, attributes });
}

function callerOf({ account, spec }: Schedule): Caller {
  const { RoleArn } = spec.Target;
  const arn = `arn:aws:sts::${account}:assumed-role/${RoleArn.split('/').at(-1)}/scheduler`;
  return { account, arn, principalArn: RoleArn, accessKeyId: `scheduler ${RoleArn}` };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf({ arn, spec }: Schedule, time: Date, attempt: number): string {
  return (spec.Target.Input ?? '{}')
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time.toISOString().replace(/\.\d+Z$/, 'Z'))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
}
