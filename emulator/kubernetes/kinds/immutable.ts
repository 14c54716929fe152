import { isDeepStrictEqual } from 'node:util';
import { type FieldError, invalidValue } from '../errors/field-error.ts';

/** 422 causes of every listed field that changed: `field is immutable`. */
export function immutableFields(now: object, before: object, fields: readonly string[], at: string): FieldError[] {
  const [one, other] = [now as Record<string, unknown>, before as Record<string, unknown>];
  return fields
    .filter((field) => !isDeepStrictEqual(one[field], other[field]))
    .map((field) => invalidValue(at ? `${at}.${field}` : field, one[field], 'field is immutable'));
}

/** A copy without the listed fields, for comparing the rest. */
export function without(object: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));
}
