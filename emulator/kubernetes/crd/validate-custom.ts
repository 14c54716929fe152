import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';
import type { CustomVersion, OpenApiSchema } from '../discovery/resource-type.ts';
import { type FieldError, invalidValue, notSupported, required } from '../errors/field-error.ts';

/**
 * Problems of a custom resource with its schema: type, required, enum, pattern, and the minima and maxima.
 * allOf, anyOf, oneOf, not, formats and CEL rules are not evaluated.
 */
export function validateCustom(object: KubeObject, version: CustomVersion): FieldError[] {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...content } = object;
  return check(content as Json, withoutTypeMeta(version.openApi), '');
}

function withoutTypeMeta(schema: OpenApiSchema): OpenApiSchema {
  const own = ['apiVersion', 'kind', 'metadata'];
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !own.includes(name)),
  );
  return { ...schema, properties, required: (schema.required ?? []).filter((name) => !own.includes(name)) };
}

function check(value: Json, schema: OpenApiSchema, path: string): FieldError[] {
  if (value === null && schema.nullable) return [];
  if (!hasType(value, schema)) {
    const wanted = schema['x-kubernetes-int-or-string'] ? 'integer,string' : schema.type;
    const detail = `${path || '<nil>'} in body must be of type ${wanted}: ${JSON.stringify(typeName(value))}`;
    return [{ ...invalidValue(path || '<nil>', typeName(value), detail), reason: 'FieldValueTypeInvalid' }];
  }
  const errors = [...enumProblems(value, schema, path), ...limitProblems(value, schema, path)];
  if (Array.isArray(value)) {
    return [
      ...errors,
      ...value.flatMap((item, index) => (schema.items ? check(item, schema.items, `${path}[${index}]`) : [])),
    ];
  }
  return typeof value === 'object' && value !== null ? [...errors, ...checkFields(value, schema, path)] : errors;
}

function checkFields(value: JsonObject, schema: OpenApiSchema, path: string): FieldError[] {
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const missing = (schema.required ?? []).filter((name) => value[name] === undefined);
  const below = Object.entries(value).flatMap(([name, item]) => {
    const known = schema.properties?.[name] ?? schema.additionalProperties;
    return typeof known === 'object' ? check(item, known, at(name)) : [];
  });
  return [...missing.map((name) => required(at(name))), ...below];
}

function hasType(value: Json, schema: OpenApiSchema): boolean {
  if (schema['x-kubernetes-int-or-string']) return Number.isInteger(value) || typeof value === 'string';
  if (!schema.type) return true;
  if (schema.type === 'integer') return Number.isInteger(value);
  if (schema.type === 'number') return typeof value === 'number';
  return typeName(value) === schema.type;
}

function typeName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function enumProblems(value: Json, schema: OpenApiSchema, path: string): FieldError[] {
  if (!schema.enum || schema.enum.some((item) => JSON.stringify(item) === JSON.stringify(value))) return [];
  return [notSupported(path, value, schema.enum.map(String))];
}

function limitProblems(value: Json, schema: OpenApiSchema, path: string): FieldError[] {
  const where = `${path} in body`;
  const says = (broken: boolean, detail: string) => (broken ? [invalidValue(path, value, `${where} ${detail}`)] : []);
  if (typeof value === 'number') {
    return [
      ...says(value < (schema.minimum ?? -Infinity), `should be greater than or equal to ${schema.minimum}`),
      ...says(value > (schema.maximum ?? Infinity), `should be less than or equal to ${schema.maximum}`),
      ...says(Boolean(schema.exclusiveMinimum) && value === schema.minimum, `should be greater than ${schema.minimum}`),
      ...says(Boolean(schema.exclusiveMaximum) && value === schema.maximum, `should be less than ${schema.maximum}`),
    ];
  }
  if (typeof value === 'string') {
    return [
      ...says(value.length < (schema.minLength ?? 0), `should be at least ${schema.minLength} chars long`),
      ...says(value.length > (schema.maxLength ?? Infinity), `should be at most ${schema.maxLength} chars long`),
      ...says(Boolean(schema.pattern) && !new RegExp(schema.pattern!).test(value), `should match '${schema.pattern}'`),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  const size = Object.keys(value).length;
  const [least, most, what] = Array.isArray(value)
    ? [schema.minItems, schema.maxItems, 'items']
    : [schema.minProperties, schema.maxProperties, 'properties'];
  return [
    ...says(size < (least ?? 0), `should have at least ${least} ${what}`),
    ...says(size > (most ?? Infinity), `should have at most ${most} ${what}`),
  ];
}
