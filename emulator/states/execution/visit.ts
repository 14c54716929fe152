import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';
import { jsonBytes, PAYLOAD_BYTES } from '../base/limits.ts';
import type { State } from '../definition/schema.ts';
import { evaluateTemplate } from '../jsonata/evaluate.ts';
import { stepFunctionsLibrary } from '../jsonata/functions.ts';
import { contextOf } from './context.ts';
import type { Visit } from './frame.ts';

/** How a state ends: where to go (nowhere at the end of the scope), with what. */
export interface Outcome {
  next?: string;
  output: Json;
  assign: Record<string, Json>;
}

/** Members of `$states` besides input and context, and of the context object. */
export interface Extra {
  result?: Json;
  errorOutput?: Json;
  map?: Json;
}

/** Evaluates a field of the state with the variables as they were on entry. */
export async function evaluate(visit: Visit, template: unknown, field: string, extra: Extra = {}): Promise<Json> {
  const { frame, position } = visit;
  const { map, ...members } = extra;
  const states = { input: position.input, context: contextOf(visit, map), ...members };
  const library = stepFunctionsLibrary(frame.engine.host.random);
  try {
    return await evaluateTemplate(template, { ...library, ...position.variables, states }, field);
  } catch (error) {
    if (error instanceof StateError) noteFailedEvaluation(visit, error, field);
    throw error;
  }
}

/** The error of a field whose value is not what it needs; it is in the history by then. */
export function wrongValue(visit: Visit, field: string, wanted: string, value: unknown): StateError {
  const error = new StateError(
    'States.QueryEvaluationError',
    `The field '${field}' needs ${wanted}, but it is ${JSON.stringify(value)}`,
  );
  noteFailedEvaluation(visit, error, field);
  return error;
}

/** An evaluation that fails right after the state was entered follows the event before that, as recordings of AWS show. */
function noteFailedEvaluation({ frame, position, entry }: Visit, error: StateError, location: string): void {
  const details = { error: error.error, cause: error.stateCause, location, state: position.state };
  const { trail } = frame;
  if (trail.last === entry.event) trail.last = entry.before;
  frame.execution.history.add(trail, 'EvaluationFailed', { evaluationFailedEventDetails: details });
}

/** A whole number of at least `least` from a constant or an expression; undefined when the field is left out. */
export async function evaluateInteger(visit: Visit, given: unknown, field: string, least: number) {
  if (given === undefined) return undefined;
  const value = await evaluate(visit, given, field);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw wrongValue(visit, field, `a whole number of at least ${least}`, value);
}

interface Finishing {
  Output?: unknown;
  Assign?: Record<string, unknown>;
}

/**
 * Output and Assign, both from the values on entry: "Assign and Output steps occur in parallel"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html).
 */
export async function finish(
  visit: Visit,
  fields: Finishing,
  fallback: Json,
  next: string | undefined,
  extra?: Extra,
): Promise<Outcome> {
  const assigned = fields.Assign === undefined ? {} : await evaluate(visit, fields.Assign, 'Assign', extra);
  const output = fields.Output === undefined ? fallback : await evaluate(visit, fields.Output, 'Output', extra);
  const assign = assigned as Record<string, Json>;
  checkSize(assign, 'the variables that the state assigns');
  checkSize(output, 'the output of the state');
  return { ...(next === undefined ? {} : { next }), output, assign };
}

export function checkSize(value: unknown, what: string): void {
  const bytes = jsonBytes(value);
  if (bytes <= PAYLOAD_BYTES) return;
  throw new StateError(
    'States.DataLimitExceeded',
    `${what} has ${bytes} bytes; the maximum number of bytes service limit is ${PAYLOAD_BYTES}.`,
  );
}

export const nextOf = (state: State): string | undefined => ('Next' in state ? state.Next : undefined);
