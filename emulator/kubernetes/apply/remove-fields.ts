import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type Schema } from '../schema/schema.ts';
import type { FieldSet } from './field-set.ts';
import { isLeaf } from './fields-of.ts';
import { itemElement } from './list-items.ts';

/** The value without the fields of `set`; `kept` are fields that stay with all that is above them. */
export function removeFields(value: Json, schema: Schema, set: FieldSet, kept: FieldSet | undefined): Json {
  if (isLeaf(value, schema)) return value;
  if (schema.is === 'list') return removeItems(value as Json[], schema, set, kept);
  const result: JsonObject = {};
  for (const [name, item] of Object.entries(value as JsonObject)) {
    const below = set.children.get(`f:${name}`);
    const rest = removeElement(item, fieldSchema(schema, name), below, kept?.children.get(`f:${name}`));
    if (rest !== undefined) assignField(result, name, rest);
  }
  return result;
}

function removeItems(items: Json[], schema: Schema & { is: 'list' }, set: FieldSet, kept: FieldSet | undefined): Json {
  return items.flatMap((item) => {
    const element = itemElement(item, schema);
    const rest = removeElement(item, schema.of, set.children.get(element), kept?.children.get(element));
    return rest === undefined ? [] : [rest];
  });
}

function removeElement(
  item: Json,
  schema: Schema | undefined,
  below: FieldSet | undefined,
  kept: FieldSet | undefined,
): Json | undefined {
  if (!below || !schema) return item;
  if (below.member && !kept) return undefined;
  const rest = removeFields(item, schema, below, kept);
  return !kept && emptied(item, rest) ? undefined : rest;
}

/** A map or list that held something, and holds nothing after the removal, goes too. */
function emptied(before: Json, after: Json): boolean {
  const size = (value: Json): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 1);
  return size(before) > 0 && size(after) === 0;
}
