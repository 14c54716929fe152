import { ApiError, qualified, type StatusCause } from './status.ts';

/** One mistake in one field, in the words of k8s.io/apimachinery/pkg/util/validation/field. */
export type FieldError = StatusCause;

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', message: `Required value${detail ? `: ${detail}` : ''}`, field };
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value ?? null)}: ${detail}`, field };
}

export function notSupported(field: string, value: unknown, allowed: string[]): FieldError {
  const values = allowed.map((item) => JSON.stringify(item)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
  return { reason: 'FieldValueNotSupported', message, field };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${detail}`, field };
}

export function duplicateValue(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify(value)}`, field };
}

export function fieldNotFound(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', message: `Not found: ${JSON.stringify(value)}`, field };
}

/** 422: all mistakes of one object. */
export function invalid(type: { group: string; kind: string }, name: string, errors: FieldError[]): ApiError {
  const lines = errors.map((error) => `${error.field}: ${error.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${qualified(type.kind, type.group)} "${name}" is invalid: ${text}`, {
    name,
    ...(type.group ? { group: type.group } : {}),
    kind: type.kind,
    causes: errors,
  });
}
