import * as z from 'zod';
import type { Problem } from '../errors.ts';

/** Every mistake that a schema found, each with its path, what was given, and what is allowed. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, given: unknown): Problem[] {
  return error.issues.flatMap((issue) => sentences(issue, schema, given));
}

function sentences(issue: z.core.$ZodIssue, schema: z.ZodType, given: unknown): Problem[] {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const allowed = fieldsAt(schema, issue.path).join(', ');
    return issue.keys.map((key) => ({
      at: at ? `${at}.${key}` : key,
      message: `There is no such field; allowed here: ${allowed}.`,
    }));
  }
  const value = issue.path.reduce<unknown>(
    (object, key) => (object as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  return [{ at, message: sentence(issue, value) }];
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const shown = JSON.stringify(value) ?? 'nothing';
  if (issue.code === 'invalid_value')
    return `${shown} is not allowed; choose one of ${issue.values.map((each) => `"${String(each)}"`).join(', ')}.`;
  if (issue.code === 'invalid_type') {
    const type = TYPES[issue.expected] ?? `of type ${issue.expected}`;
    return value === undefined ? `It is missing, and must be ${type}.` : `${shown} is not ${type}.`;
  }
  if (issue.code === 'too_big') return `${shown} is too ${big(issue)}: at most ${issue.maximum}${unit(issue)}.`;
  if (issue.code === 'too_small') return `${shown} is too ${small(issue)}: at least ${issue.minimum}${unit(issue)}.`;
  // Some sentences of a schema quote the value themselves.
  const own = issue.message.replace(/\.$/, '');
  return own.startsWith(shown) ? `${own}.` : `${shown} is not right: ${own}.`;
}

const TYPES: Partial<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

/** Texts and lists are long, numbers are large. */
const isLong = ({ origin }: { origin: string }) => origin === 'string' || origin === 'array';
const big = (issue: { origin: string }) => (isLong(issue) ? 'long' : 'large');
const small = (issue: { origin: string }) => (isLong(issue) ? 'short' : 'small');
const unit = ({ origin }: { origin: string }) =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';

/** The field names that the schema knows at a path. */
function fieldsAt(root: z.ZodType, path: PropertyKey[]): string[] {
  let schema = z.toJSONSchema(root, { io: 'input' }) as { properties?: Record<string, object>; items?: object };
  for (const step of path) schema = (typeof step === 'number' ? schema.items : schema.properties?.[String(step)]) ?? {};
  return Object.keys(schema.properties ?? {});
}
