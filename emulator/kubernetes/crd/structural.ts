import type { CustomVersion, OpenApiSchema } from '../discovery/resource-type.ts';
import { builtinType } from '../schema/builtin.ts';
import { ANY, ANY_ATOMIC, type Schema, type StructSchema } from '../schema/schema.ts';

/** The merge schema of a custom resource (https://kubernetes.io/docs/reference/using-api/server-side-apply/#custom-resources). */
export function customSchema(version: CustomVersion): StructSchema {
  const root = structural(version.openApi);
  const fields = new Map(root.is === 'struct' ? root.fields : []);
  const string: Schema = { is: 'scalar', code: 's' };
  fields.set('apiVersion', string).set('kind', string).set('metadata', builtinType('meta.v1.ObjectMeta'));
  const open = version.preserveUnknownFields || (root.is === 'struct' ? root.open : true);
  return { is: 'struct', name: '', fields, required: [], atomic: false, open };
}

function structural(schema: OpenApiSchema): Schema {
  const atomic = schema['x-kubernetes-map-type'] === 'atomic';
  if (schema['x-kubernetes-int-or-string']) return { is: 'scalar', code: 'I' };
  if (schema.type === 'array') return list(schema);
  if (schema.type === 'object') return object(schema, atomic);
  if (schema.type === 'string') return { is: 'scalar', code: 's' };
  if (schema.type === 'boolean') return { is: 'scalar', code: 'b' };
  if (schema.type === 'integer' || schema.type === 'number') return { is: 'scalar', code: 'f' };
  return atomic ? ANY_ATOMIC : ANY;
}

function object(schema: OpenApiSchema, atomic: boolean): Schema {
  const open = Boolean(schema['x-kubernetes-preserve-unknown-fields']);
  const { properties, additionalProperties } = schema;
  if (!properties && additionalProperties) {
    const of = typeof additionalProperties === 'object' ? structural(additionalProperties) : ANY;
    return { is: 'map', of, atomic };
  }
  if (!properties && open) return atomic ? ANY_ATOMIC : ANY;
  const fields = new Map(Object.entries(properties ?? {}).map(([name, below]) => [name, structural(below)]));
  return { is: 'struct', name: '', fields, required: schema.required ?? [], atomic, open };
}

function list(schema: OpenApiSchema): Schema {
  const of = schema.items ? structural(schema.items) : ANY;
  const kind = schema['x-kubernetes-list-type'];
  if (kind === 'map') return { is: 'list', of, keys: schema['x-kubernetes-list-map-keys'] ?? [] };
  return kind === 'set' ? { is: 'list', of, set: true } : { is: 'list', of };
}
