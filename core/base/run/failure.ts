import type { Problem } from '../errors.ts';
import { discreetText } from '../outside/outside-text.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Failure } from './envelope.ts';
import { keysOf } from './keys.ts';
import { isOutOfTime } from './out-of-time.ts';
import { findRecord } from './records.ts';

/** What a function keeps of its own permanent failure, since a Distributed Map's error does not say why an item failed. */
export interface StepFailure {
  step: string;
  name: string;
  message: string;
  problems: readonly Problem[];
  at: string;
}

/** The failure as a person reads it. */
export interface FailureReport {
  error: string;
  sentence: string;
  problems: readonly Problem[];
}

/**
 * Finds the first cause: a Lambda's error is JSON in the cause, a nested run's is a whole DescribeExecution answer with
 * the error in it (https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html).
 */
export function unwrap(failure: Failure): Failure {
  const cause = parsed(failure.Cause);
  if (typeof cause.Error === 'string' && 'ExecutionArn' in cause)
    return unwrap({ Error: cause.Error, Cause: String(cause.Cause ?? '') });
  if (typeof cause.errorMessage === 'string')
    return { Error: String(cause.errorType ?? failure.Error), Cause: discreetText(cause.errorMessage) };
  return { ...failure, Cause: discreetText(failure.Cause) };
}

/** A Distributed Map says by it that too many items failed, and not why (https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html). */
const OF_A_MAP = 'States.ExceedToleratedFailureThreshold';

/** What is called for the items of Distributed Maps, directly or by a machine that is. */
export const STEPS_OF_MAPS: readonly string[] = [
  'apply-shard',
  'await-snapshot',
  'copy-segment',
  'copy-snapshot',
  'create-volume',
  'lay-out-image',
  'plan-proof',
  'plan-segments',
  'prove-segment',
  'seal-snapshot',
  'share-snapshot',
  'verify-volume',
];

/**
 * The failure of a run: what the machines caught, made precise by what the functions kept. Where a machine itself could not
 * make a call, no function has kept anything about it, whatever else one may have kept before.
 */
export async function explainFailure(store: ObjectStore, cloneId: string, caught: Failure): Promise<FailureReport> {
  const { Error: name, Cause: cause } = unwrap(caught);
  const kept = await keptFailures(store, cloneId);
  if (name === OF_A_MAP) {
    // What is at work beside the item that failed meets the end of the run.
    const failed = kept.filter((each) => STEPS_OF_MAPS.includes(each.step) && each.name !== 'RunIsOver');
    // One whose time was over was called again, and may have come to its end.
    const first = failed.find((each) => !isOutOfTime(each.name)) ?? failed.at(-1);
    if (first) return { error: first.name, sentence: first.message, problems: first.problems };
    return { error: name, sentence: `${cause.replace(/\.?$/, '.')} ${LOOK_AT_MAP}`, problems: [] };
  }
  if (name === 'NotYet')
    return { error: 'DeadlinePassed', sentence: `A wait ended without success. ${cause}`, problems: [] };
  const ended = isOutOfTime(name) ? kept.findLast((failure) => isOutOfTime(failure.name)) : undefined;
  if (ended) return { error: name, sentence: ended.message, problems: [] };
  const exact = kept.find((failure) => failure.name === name && failure.message === cause);
  const sentence = cause || `It ended with ${name}, and Step Functions says no more.`;
  return { error: name, sentence, problems: exact?.problems ?? [] };
}

const LOOK_AT_MAP =
  'No function failed, so a machine could not make a call: the Map Run of this execution, in the console of Step Functions, names it.';

/** The earliest first. */
async function keptFailures(store: ObjectStore, cloneId: string): Promise<StepFailure[]> {
  const kept: StepFailure[] = [];
  for await (const key of store.list(keysOf(cloneId).failures)) {
    const failure = await findRecord<StepFailure>(store, key);
    if (failure) kept.push(failure);
  }
  return kept.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
