import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type ListSchema, type Schema } from '../schema/schema.ts';
import { isLeaf } from './fields-of.ts';
import { itemElement, itemsByElement } from './list-items.ts';

/** Lays an applied configuration over the live value; neither is changed. */
export function merge(live: Json | undefined, applied: Json, schema: Schema): Json {
  if (live === undefined || live === null || isLeaf(applied, schema) || isLeaf(live, schema)) return applied;
  if (schema.is === 'list') return mergeList(live as Json[], applied as Json[], schema);
  const result: JsonObject = { ...(live as JsonObject) };
  for (const [name, item] of Object.entries(applied as JsonObject)) {
    assignField(result, name, merge(result[name], item, fieldSchema(schema, name)!));
  }
  return result;
}

/**
 * Items keep their relative order in both lists, live ones first; where the lists disagree the applied order wins
 * (structured-merge-diff `mergingWalker.visitListItems`).
 */
function mergeList(live: Json[], applied: Json[], schema: ListSchema): Json[] {
  const wanted = itemsByElement(applied, schema);
  const existing = itemsByElement(live, schema);
  const left = live.map((item) => ({ item, element: itemElement(item, schema) }));
  const shared = [...wanted.keys()].filter((element) => existing.has(element));
  const merged = new Set<string>();
  const result: Json[] = [];
  let position = 0;
  for (const [element, item] of wanted) {
    // Live items go first as long as they are nobody's in the applied list, or were placed already.
    for (; position < left.length; position++) {
      const next = left[position]!;
      if (!wanted.has(next.element)) result.push(next.item);
      else if (!merged.has(next.element) && next.element === shared[0]) break;
    }
    if (element === shared[0]) shared.shift();
    merged.add(element);
    result.push(merge(existing.get(element), item, schema.of));
  }
  return [
    ...result,
    ...left
      .slice(position)
      .filter((next) => !wanted.has(next.element))
      .map((next) => next.item),
  ];
}
