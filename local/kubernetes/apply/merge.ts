import type { Json, JsonObject } from '../../../core/manifests/kube-object.ts';
import { fieldSchema, type ListSchema, type Schema } from '../schema/schema.ts';
import { isLeaf } from './fields-of.ts';
import { itemElement, itemsByElement } from './list-items.ts';

/** Lays an applied configuration over the live value; neither is changed. */
export function merge(live: Json | undefined, applied: Json, schema: Schema): Json {
  if (live === undefined || live === null || isLeaf(applied, schema) || isLeaf(live, schema)) return applied;
  if (schema.is === 'list') return mergeList(live as Json[], applied as Json[], schema);
  const result: JsonObject = { ...(live as JsonObject) };
  for (const [name, item] of Object.entries(applied as JsonObject)) {
    result[name] = merge(result[name], item, fieldSchema(schema, name)!);
  }
  return result;
}

/** Items keep their relative order in both lists; where these disagree the applied order wins. */
function mergeList(live: Json[], applied: Json[], schema: ListSchema): Json[] {
  const wanted = itemsByElement(applied, schema);
  const existing = itemsByElement(live, schema);
  const result: Json[] = [];
  let next = 0;
  for (const [element, item] of wanted) {
    const position = live.findIndex((other, index) => index >= next && itemElement(other, schema) === element);
    if (position >= 0) {
      result.push(...live.slice(next, position).filter((other) => !wanted.has(itemElement(other, schema))));
      next = position + 1;
    }
    result.push(merge(existing.get(element), item, schema.of));
  }
  result.push(...live.slice(next).filter((other) => !wanted.has(itemElement(other, schema))));
  return result;
}
