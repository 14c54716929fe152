import type { Failure } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { findRecord } from '../clone/records.ts';
import { ERRORS, type Problem } from '../errors.ts';
import { discreetText } from '../outside/outside-text.ts';
import type { ObjectStore } from '../ports/object-store.ts';

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

/** The failure of a run: what the machines caught, made precise by what the functions kept. */
export async function explainFailure(store: ObjectStore, cloneId: string, caught: Failure): Promise<FailureReport> {
  const { Error: name, Cause: cause } = unwrap(caught);
  const kept: StepFailure[] = [];
  for await (const key of store.list(keysOf(cloneId).failures)) {
    const failure = await findRecord<StepFailure>(store, key);
    if (failure) kept.push(failure);
  }
  const first = kept.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  if (!(name in ERRORS) && first) return { error: first.name, sentence: first.message, problems: first.problems };
  const exact = kept.find((failure) => failure.name === name && failure.message === cause);
  if (name === 'NotYet')
    return { error: 'DeadlinePassed', sentence: `A wait ended without success. ${cause}`, problems: [] };
  return { error: name, sentence: cause, problems: exact?.problems ?? [] };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
