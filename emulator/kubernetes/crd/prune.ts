import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import type { OpenApiSchema } from '../discovery/resource-type.ts';

/** The value without fields that the structural schema does not know; nulls that may not be null go as well. */
export function prune(value: Json, schema: OpenApiSchema): Json {
  if (Array.isArray(value)) return schema.items ? value.map((item) => prune(item, schema.items!)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (schema['x-kubernetes-preserve-unknown-fields'] && !schema.properties) return value;
  const result: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const below = propertySchema(schema, name);
    if (!below) continue;
    if (item === null && below !== true && below.default !== undefined && !below.nullable) continue;
    assignField(result, name, below === true ? item : prune(item, below));
  }
  return result;
}

function propertySchema(schema: OpenApiSchema, name: string): OpenApiSchema | true | undefined {
  const known = schema.properties?.[name];
  if (known) return known;
  if (schema.additionalProperties) return schema.additionalProperties === true ? true : schema.additionalProperties;
  if (schema['x-kubernetes-preserve-unknown-fields']) return true;
  const embedded = schema['x-kubernetes-embedded-resource'] && ['apiVersion', 'kind', 'metadata'].includes(name);
  return embedded ? true : undefined;
}
