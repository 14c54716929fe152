import type { Json } from '../../../kube/kube-object.ts';
import type { OpenApiSchema } from '../discovery/resource-type.ts';

/** Fills in the schema's defaults, in place. */
export function applyCustomDefaults(value: Json, schema: OpenApiSchema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) applyCustomDefaults(item, schema.items);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, below] of Object.entries(schema.properties ?? {})) {
    if (value[name] === undefined && below.default !== undefined) value[name] = structuredClone(below.default) as Json;
    if (value[name] !== undefined) applyCustomDefaults(value[name], below);
  }
  if (typeof schema.additionalProperties !== 'object') return;
  for (const item of Object.values(value)) applyCustomDefaults(item, schema.additionalProperties);
}
