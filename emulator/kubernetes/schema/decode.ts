import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type ScalarCode, type ScalarSchema, type Schema } from './schema.ts';

const GO_TYPES: Record<ScalarCode, string> = {
  s: 'string',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  f: 'float64',
  y: '[]uint8',
  t: 'v1.Time',
  Q: 'resource.Quantity',
  I: 'intstr.IntOrString',
};

/** Thrown for a value of the wrong type, in the words of Go's JSON decoder. */
export class DecodeError extends Error {}

/**
 * Reads `value` as the schema's type as a Go server does: unknown fields and nulls vanish, a wrong type throws
 * DecodeError. Returns a new value; what is `any` is kept by reference.
 */
export function decode(value: Json, schema: Schema, path = ''): Json {
  switch (schema.is) {
    case 'any':
      return value;
    case 'scalar':
      return decodeScalar(value, schema, path);
    case 'list':
      if (!Array.isArray(value)) throw wrongType(value, path, '[]');
      return value.map((item) => decode(item, schema.of, path));
    default:
      return decodeFields(value, schema, path);
  }
}

function decodeFields(value: Json, schema: Schema & { is: 'struct' | 'map' }, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(value, path, schema.is === 'map' ? 'map[string]' : schema.name.replace(/^.*\.(?=v\d)/, ''));
  }
  const result: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const field = fieldSchema(schema, name);
    if (!field || item === undefined) continue;
    if (item === null) {
      if (schema.is === 'map' && field.is === 'scalar') assignField(result, name, '');
      continue;
    }
    const read = decode(item, field, path ? `${path}.${name}` : name);
    if (schema.is === 'map' || !isEmptyCollection(read, field)) assignField(result, name, read);
  }
  return result;
}

/** Go leaves empty lists and maps out of what it writes (`omitempty`), and keeps empty structs. */
function isEmptyCollection(value: Json, schema: Schema): boolean {
  if (Array.isArray(value)) return schema.is === 'list' && value.length === 0;
  return schema.is === 'map' && Object.keys(value as JsonObject).length === 0;
}

function decodeScalar(value: Json, schema: ScalarSchema, path: string): Json {
  const kind = typeof value;
  switch (schema.code) {
    case 'b':
      if (kind === 'boolean') return value;
      break;
    case 'i':
    case 'l':
      if (kind === 'number' && Number.isInteger(value)) return value;
      break;
    case 'f':
      if (kind === 'number') return value;
      break;
    case 'Q':
      if (kind === 'number') return String(value);
      if (kind === 'string') return value;
      break;
    case 'I':
      if (kind === 'number' || kind === 'string') return value;
      break;
    default:
      if (kind === 'string') return value;
  }
  throw wrongType(value, path, GO_TYPES[schema.code]);
}

function wrongType(value: Json, path: string, goType: string): DecodeError {
  const found = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
  return new DecodeError(`json: cannot unmarshal ${found} into Go struct field ${path} of type ${goType}`);
}
