import { z } from 'zod';
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
  const shown = JSON.stringify(value) ?? 'nothing';
  if (issue.code === 'invalid_value')
    return [
      {
        at,
        message: `${shown} is not allowed; choose one of ${issue.values.map((each) => `"${String(each)}"`).join(', ')}.`,
      },
    ];
  if (issue.code === 'invalid_type')
    return [{ at, message: `${shown} is not ${issue.expected === 'array' ? 'a list' : `of type ${issue.expected}`}.` }];
  return [{ at, message: `${shown} is not right: ${issue.message.replace(/\.$/, '')}.` }];
}

/** The field names that the schema knows at a path. */
function fieldsAt(root: z.ZodType, path: PropertyKey[]): string[] {
  let schema = z.toJSONSchema(root, { io: 'input' }) as { properties?: Record<string, object>; items?: object };
  for (const step of path) schema = (typeof step === 'number' ? schema.items : schema.properties?.[String(step)]) ?? {};
  return Object.keys(schema.properties ?? {});
}
