import { ERRORS, type ErrorName } from '../../../core/base/errors.ts';
import type { Catcher, Retrier, State, Workflow } from '../../../emulator/states/definition/schema.ts';
import { isDistributed, type Placed, statesOf, targetsOf } from '../../../emulator/states/definition/walk.ts';
import type { Rule } from './machine-file.ts';

/** Names that AWS reports itself. */
const AWS_ERRORS = [
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.ExceedToleratedFailureThreshold',
  'States.DataLimitExceeded',
  'States.ItemReaderFailed',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'StepFunctions.AWSStepFunctionsException',
  'StepFunctions.ThrottlingException',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.SdkClientException',
];
const WILDCARDS = ['States.ALL', 'States.TaskFailed'];
const isPermanent = (name: string) => name in ERRORS && !ERRORS[name as ErrorName].transient;

const retriersOf = (state: State): Retrier[] => ('Retry' in state ? (state.Retry ?? []) : []);
const catchersOf = (state: State): Catcher[] => ('Catch' in state ? (state.Catch ?? []) : []);

/** Every name that is matched is one that somebody throws. */
export const namesKnownErrors: Rule = ({ machine }) =>
  [...statesOf(machine)].flatMap(({ name, state }) =>
    [...retriersOf(state), ...catchersOf(state)]
      .flatMap(({ ErrorEquals }) => ErrorEquals)
      .filter((error) => !(error in ERRORS) && !AWS_ERRORS.includes(error))
      .map(
        (error) => `state '${name}' matches '${error}', which is neither in core/base/errors.ts nor an error of AWS`,
      ),
  );

export const limitsEachTask: Rule = ({ machine }) =>
  [...statesOf(machine)]
    .filter(({ state }) => state.Type === 'Task' && state.TimeoutSeconds === undefined)
    .map(({ name }) => `state '${name}' has no TimeoutSeconds`);

/**
 * First what is never retried, then what is, with jitter (NotYet waits for a time of its own). A wildcard stands last,
 * since the first match wins.
 */
export const retriesInOrder: Rule = ({ machine }) =>
  [...statesOf(machine)]
    .filter(({ state }) => state.Type === 'Task')
    .flatMap(({ name, state }) => retryProblems(retriersOf(state)).map((problem) => `state '${name}': ${problem}`));

function retryProblems(retriers: Retrier[]): string[] {
  const last = retriers.at(-1);
  const [first, ...rest] =
    last?.MaxAttempts === 0 && last.ErrorEquals.some(isWildcard) ? retriers.toReversed() : retriers;
  const behindWildcard = retriers.slice(0, -1).some(({ ErrorEquals }) => ErrorEquals.some(isWildcard));
  return [
    ...(first?.MaxAttempts === 0 ? [] : ['no retrier with MaxAttempts 0 stands where it counts']),
    ...(behindWildcard ? ['retriers after States.TaskFailed or States.ALL never come into play'] : []),
    ...(first?.ErrorEquals ?? [])
      .filter((e) => e in ERRORS && !isPermanent(e))
      .map((e) => `'${e}' is transient, but never retried`),
    ...rest
      .flatMap(({ ErrorEquals }) => ErrorEquals.filter(isPermanent))
      .map((e) => `'${e}' is permanent, but retried`),
    ...rest
      .filter(({ ErrorEquals, JitterStrategy }) => !ErrorEquals.includes('NotYet') && JitterStrategy !== 'FULL')
      .map(({ ErrorEquals }) => `the retrier of '${ErrorEquals[0]}' has no jitter`),
  ];
}

/** A step that may say NotYet is told which attempt it is: how long it believes that something is only late hangs on it. */
export const saysItsAttempt: Rule = ({ machine }) =>
  [...statesOf(machine)]
    .filter(({ state }) => retriersOf(state).some(({ ErrorEquals }) => ErrorEquals.includes('NotYet')))
    .filter(
      ({ name, state }) =>
        name !== 'Start clone' && !JSON.stringify(state).includes('$states.context.State.RetryCount'),
    )
    .map(({ name }) => `state '${name}' waits for NotYet, but does not say which attempt it is`);

const isWildcard = (name: string) => WILDCARDS.includes(name);

/** Each Task is caught by itself or by a state around it: specific names first, States.ALL last. */
export const catchesEverything: Rule = ({ machine }) =>
  [...statesOf(machine)].flatMap((placed) => {
    const { name, state } = placed;
    const catchers = catchersOf(state);
    if (catchers.length > 0) {
      const specific = !catchers[0]?.ErrorEquals.includes('States.ALL');
      const all = catchers.at(-1)?.ErrorEquals.includes('States.ALL');
      return specific && all ? [] : [`state '${name}' does not catch specific errors first and States.ALL last`];
    }
    return state.Type === 'Task' && !isCaughtOutside(placed) ? [`state '${name}' is caught nowhere`] : [];
  });

/**
 * The guide says that States.ALL takes no States.DataLimitExceeded, recordings of AWS show that it does
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html): by its name it is caught either way.
 */
export const catchesTooMuchDataByName: Rule = ({ machine }) =>
  [...statesOf(machine)].flatMap(({ name, state }) => {
    const caught = catchersOf(state).flatMap(({ ErrorEquals }) => ErrorEquals);
    const missing = caught.includes('States.ALL') && !caught.includes('States.DataLimitExceeded');
    return missing ? [`state '${name}' catches States.ALL, but not States.DataLimitExceeded by its name`] : [];
  });

/** What a tolerance does in an inline Map, which AWS takes against its guide, is not documented. */
export const toleratesOnlyInDistributedMaps: Rule = ({ machine }) =>
  [...statesOf(machine)]
    .filter(({ state }) => state.Type === 'Map' && !isDistributed(state))
    .filter(({ state }) => 'ToleratedFailureCount' in state || 'ToleratedFailurePercentage' in state)
    .map(({ name }) => `state '${name}' is an inline Map, but tolerates failures`);

const isCaughtOutside = ({ around }: Placed) => around.some(({ state }) => catchersOf(state).length > 0);

/** What comes after the clone was verified undoes none of it: what failed is in the answer of the run, with the way out. */
const UNDOES_NOTHING = ['Clean up clone', 'Write report', 'Enter clusters for the clean-up'];

/** From a catcher on, every way that no Choice turns ends in Fail. */
export const failsAfterFailure: Rule = ({ machine }) =>
  [...statesOf(machine)]
    .filter(({ name }) => !UNDOES_NOTHING.includes(name))
    .flatMap(({ name, state, scope }) =>
      catchersOf(state).flatMap(({ Next }) =>
        goodEnds(scope, Next).map((end) => `a failure of '${name}' ends well in '${end}'`),
      ),
    );

function goodEnds(scope: Workflow, from: string, seen = new Set<string>()): string[] {
  const state = scope.States[from];
  if (!state || seen.has(from) || state.Type === 'Choice' || state.Type === 'Fail') return [];
  seen.add(from);
  if (!('Next' in state)) return [from];
  return targetsOf(state).flatMap((target) => goodEnds(scope, target, seen));
}
