import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, isAtomic, type Schema } from '../schema/schema.ts';
import { emptySet, type FieldSet } from './field-set.ts';
import { itemElement } from './list-items.ts';

/** Every field that a value sets, as an apply owns them (structured-merge-diff `typed.ToFieldSet`). */
export function fieldsOf(value: Json, schema: Schema): FieldSet {
  if (isLeaf(value, schema)) return emptySet(true);
  const set = emptySet();
  if (schema.is === 'list') {
    for (const item of value as Json[]) {
      const below = fieldsOf(item, schema.of);
      below.member = true;
      set.children.set(itemElement(item, schema), below);
    }
    return set;
  }
  for (const [name, item] of Object.entries(value as JsonObject)) {
    const below = fieldsOf(item, fieldSchema(schema, name)!);
    if (schema.is !== 'struct' || isEmptyObject(item)) below.member = true;
    if (below.member || below.children.size > 0) set.children.set(`f:${name}`, below);
  }
  return set;
}

/** True when ownership does not look into the value. */
export function isLeaf(value: Json, schema: Schema): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return schema.is !== 'list' || isAtomic(schema);
  return isAtomic(schema);
}

function isEmptyObject(value: Json): boolean {
  return value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);
}
