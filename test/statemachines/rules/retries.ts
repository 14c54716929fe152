import type { Retrier, State } from '../../../emulator/states/definition/schema.ts';
import { statesOf } from '../../../emulator/states/definition/walk.ts';
import type { Rule } from './machine-file.ts';

type Figures = Required<Omit<Retrier, 'Comment'>>;

/** What another party uses up and gives back: it is waited for as long as a step may take. */
const CAPACITY: Figures = {
  ErrorEquals: ['Throttled', 'QuotaReached', 'Lambda.TooManyRequestsException'],
  IntervalSeconds: 2,
  MaxAttempts: 1440,
  BackoffRate: 1.5,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};

/** A service or a function that failed on its side. */
const MISHAP: Figures = {
  ErrorEquals: [
    'Unavailable',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Sandbox.Timedout',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 8,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/**
 * The start of a child machine. A throttle that StartExecution does not model and a refusal have one name,
 * `StepFunctions.AWSStepFunctionsException`, so this is no wait of hours. The modelled ones come with `Exception` behind
 * their names, as the SDK for Java has them.
 */
const START_OF_A_CHILD: Figures = {
  ErrorEquals: [
    'StepFunctions.AWSStepFunctionsException',
    'StepFunctions.ThrottlingException',
    'StepFunctions.ExecutionLimitExceededException',
    'StepFunctions.ExecutionLimitExceeded',
    'StepFunctions.SdkClientException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 15,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** THE figures of all retries but those of `NotYet`, by what is waited for. The machines repeat them, and a rule compares. */
export const RETRIES = {
  capacity: CAPACITY,
  'capacity, of a copy of a snapshot': { ...CAPACITY, MaxAttempts: 4320 },
  'capacity, while the source may be at zero': { ...CAPACITY, MaxAttempts: 20 },
  'a mishap': MISHAP,
  'the start of a child machine': START_OF_A_CHILD,
} as const;

/** Others copy terabytes for days; and nobody waits for hours with a source that is down. */
const EXCEPTIONS: Readonly<Record<string, keyof typeof RETRIES>> = {
  'Copy snapshot': 'capacity, of a copy of a snapshot',
  'Quiesce source': 'capacity, while the source may be at zero',
  'Move files': 'capacity, while the source may be at zero',
  'Snapshot volumes': 'capacity, while the source may be at zero',
};

const INVOKE = 'arn:aws:states:::lambda:invoke';
const START = 'arn:aws:states:::states:startExecution.sync:2';

/** No state is forgotten: each task that calls a function, or a machine and waits for it, has the retries of the table. */
export const retriesAsTheTableSays: Rule = ({ machine }) =>
  [...statesOf(machine)].flatMap(({ name, state }) => {
    const retriers = 'Retry' in state ? (state.Retry ?? []) : [];
    return wantedBy(name, state)
      .filter((wanted) => !retriers.some((retrier) => isSame(retrier, RETRIES[wanted])))
      .map((wanted) => `state '${name}' has no retrier with the figures of '${wanted}'`);
  });

function wantedBy(name: string, state: State): (keyof typeof RETRIES)[] {
  const resource = state.Type === 'Task' ? state.Resource : '';
  if (resource === START) return ['the start of a child machine'];
  return resource.startsWith(INVOKE) ? [EXCEPTIONS[name] ?? 'capacity', 'a mishap'] : [];
}

const isSame = (retrier: Partial<Retrier>, wanted: Figures) =>
  Object.entries(wanted).every(([field, value]) => {
    const given = retrier[field as keyof Figures];
    return JSON.stringify(given) === JSON.stringify(value);
  });

/**
 * Seconds that a retrier waits in all: at most, and on average, since full jitter takes half of each delay
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error).
 */
export function waitsOf(retrier: Partial<Retrier>): { most: number; average: number } {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = retrier;
  let most = 0;
  for (let attempt = 0; attempt < MaxAttempts; attempt++)
    most += Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return { most, average: JitterStrategy === 'FULL' ? most / 2 : most };
}
