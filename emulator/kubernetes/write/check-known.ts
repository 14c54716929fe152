import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';
import { badRequest } from '../errors/status.ts';
import type { ApiRequest } from '../request/request.ts';
import { fieldSchema, type Schema } from '../schema/schema.ts';

/**
 * Refuses fields that the type does not have where the client asked for that (`fieldValidation=Strict`); left out, they vanish with
 * a warning. In the words of a server (https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation).
 */
export function checkKnown({ query, type }: Pick<ApiRequest, 'query' | 'type'>, input: KubeObject): void {
  if (query.get('fieldValidation') !== 'Strict') return;
  const { apiVersion: _, kind: __, ...content } = input;
  const unknown = unknownFields(content as unknown as Json, type.schema, '');
  if (unknown.length === 0) return;
  const told = unknown.map((path) => `unknown field "${path}"`).join(', ');
  const head = `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}`;
  throw badRequest(`${head}: strict decoding error: ${told}`);
}

function unknownFields(value: Json, schema: Schema, path: string): string[] {
  if (value === null || typeof value !== 'object' || schema.is === 'any' || schema.is === 'scalar') return [];
  if (schema.is === 'list') {
    return Array.isArray(value) ? value.flatMap((item, at) => unknownFields(item, schema.of, `${path}[${at}]`)) : [];
  }
  return Object.entries(value as JsonObject).flatMap(([name, item]) => {
    const at = path ? `${path}.${name}` : name;
    const below = fieldSchema(schema, name);
    return below ? unknownFields(item, below, at) : [at];
  });
}
