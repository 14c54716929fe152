import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type Schema } from '../schema/schema.ts';
import { emptySet, type FieldSet, isEmptySet } from './field-set.ts';
import { fieldsOf, isLeaf } from './fields-of.ts';
import { itemsByElement } from './list-items.ts';

export interface Comparison {
  /** Fields that were added or have another value now. */
  changed: FieldSet;
  removed: FieldSet;
}

/** What differs between two values of one schema, as paths (structured-merge-diff `TypedValue.Compare`). */
export function compare(before: Json | undefined, after: Json | undefined, schema: Schema): Comparison {
  if (before === after) return { changed: emptySet(), removed: emptySet() };
  if (before === undefined) return { changed: added(after!, schema), removed: emptySet() };
  if (after === undefined) return { changed: emptySet(), removed: added(before, schema) };
  if (isLeaf(before, schema) || isLeaf(after, schema)) {
    return { changed: emptySet(!isDeepStrictEqual(before, after)), removed: emptySet() };
  }
  return compareChildren(childrenOf(before, schema), childrenOf(after, schema), schema);
}

function compareChildren(before: Map<string, Json>, after: Map<string, Json>, schema: Schema): Comparison {
  const result: Comparison = { changed: emptySet(), removed: emptySet() };
  for (const element of new Set([...before.keys(), ...after.keys()])) {
    const below = schema.is === 'list' ? schema.of : fieldSchema(schema, element.slice(2));
    if (!below) continue;
    const { changed, removed } = compare(before.get(element), after.get(element), below);
    if (!isEmptySet(changed)) result.changed.children.set(element, changed);
    if (!isEmptySet(removed)) result.removed.children.set(element, removed);
  }
  return result;
}

/** All fields of a new value, and the value itself; only `metadata`, `spec` and the like are never owned as such. */
function added(value: Json, schema: Schema): FieldSet {
  const { children } = fieldsOf(value, schema);
  const always = schema.is === 'struct' && children.size > 0 && ALWAYS_THERE.test(schema.name);
  return { member: !always, children };
}

/** Types that Go writes even when they are empty, so that they never count as added. */
const ALWAYS_THERE =
  /(^|\.)(ObjectMeta|PodTemplateSpec|PodSpec|\w+(Set|Deployment|Job|Service|Claim|Volume|Policy)Spec)$/;

function childrenOf(value: Json, schema: Schema): Map<string, Json> {
  if (schema.is === 'list') return itemsByElement(value, schema);
  return new Map(Object.entries(value as JsonObject).map(([name, item]) => [`f:${name}`, item]));
}
