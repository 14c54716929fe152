import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';
import { compile, expressionOf } from './expression.ts';

/** Variables by name without `$`; functions among them. */
export type Bindings = Record<string, unknown>;

/**
 * Evaluates every `{% … %}` of a template, however deep, with the bindings; other values stay as they are.
 * Throws States.QueryEvaluationError, also when an expression has no result, since JSON has no undefined
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#handling-errors-jsonata-expressions).
 */
export async function evaluateTemplate(template: unknown, bindings: Bindings, field: string): Promise<Json> {
  if (typeof template === 'string') return evaluateString(template, bindings, field);
  if (Array.isArray(template))
    return Promise.all(template.map((item, at) => evaluateTemplate(item, bindings, `${field}/${at}`)));
  if (typeof template === 'object' && template !== null) {
    const members = Object.entries(template).map(
      async ([key, value]) => [key, await evaluateTemplate(value, bindings, `${field}/${key}`)] as const,
    );
    return Object.fromEntries(await Promise.all(members));
  }
  return template as Json;
}

async function evaluateString(text: string, bindings: Bindings, field: string): Promise<Json> {
  const source = expressionOf(text);
  if (source === undefined) return text;
  const value = await evaluateSource(source, bindings, field);
  if (value === undefined) throw queryError(source, field, 'it returned nothing (undefined)');
  const json = JSON.stringify(value, (_, inner) => {
    if (isFunction(inner)) throw queryError(source, field, 'its result holds a function, which is not JSON');
    return inner;
  });
  return JSON.parse(json);
}

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_function' in value || '_jsonata_lambda' in value));

async function evaluateSource(source: string, bindings: Bindings, field: string): Promise<unknown> {
  try {
    return await compile(source).evaluate(undefined, bindings);
  } catch (error) {
    throw queryError(source, field, (error as { message?: string }).message ?? String(error));
  }
}

function queryError(source: string, field: string, why: string): StateError {
  return new StateError(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' specified for the field '${field}' failed: ${why}`,
  );
}
