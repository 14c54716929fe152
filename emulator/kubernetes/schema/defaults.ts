import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type Schema } from './schema.ts';
import { TYPE_DEFAULTS } from './type-defaults.ts';

/** Fills in the static defaults of every built-in type inside `value`, in place (Kubernetes' `SetDefaults_…`). */
export function applyDefaults(value: Json | undefined, schema: Schema): void {
  if (typeof value !== 'object' || value === null || schema.is === 'any') return;
  if (Array.isArray(value)) {
    if (schema.is === 'list') for (const item of value) applyDefaults(item, schema.of);
    return;
  }
  if (schema.is === 'struct') fillIn(value, schema.name);
  for (const [name, item] of Object.entries(value)) {
    const below = typeof item === 'object' ? fieldSchema(schema, name) : undefined;
    if (below) applyDefaults(item, below);
  }
}

function fillIn(value: JsonObject, type: string): void {
  const defaults = TYPE_DEFAULTS[type];
  if (!defaults) return;
  const fields = typeof defaults === 'function' ? defaults(value) : defaults;
  for (const [name, field] of Object.entries(fields)) value[name] ??= structuredClone(field);
}
