import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import type { ListSchema } from '../schema/schema.ts';

/** Keys that a list item may leave out, with what stands for them (`+default` of the Go types). */
const KEY_DEFAULTS: Record<string, Json> = { protocol: 'TCP' };

/** FieldsV1 element of an item of a set or an associative list: `v:"x"` or `k:{"name":"x"}`. */
export function itemElement(item: Json, schema: ListSchema): string {
  if (!schema.keys) return `v:${JSON.stringify(item)}`;
  const source = (item ?? {}) as JsonObject;
  const key: JsonObject = {};
  for (const name of [...schema.keys].sort()) {
    const value = source[name] ?? KEY_DEFAULTS[name];
    if (value !== undefined) key[name] = value;
  }
  return `k:${JSON.stringify(key)}`;
}

/** Items by their element; of duplicates the last counts. */
export function itemsByElement(list: Json, schema: ListSchema): Map<string, Json> {
  return new Map((Array.isArray(list) ? list : []).map((item) => [itemElement(item, schema), item]));
}
