import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { badRequest } from '../errors/status.ts';
import { ANY, fieldSchema, type ListSchema, type Schema } from '../schema/schema.ts';

const DELETE_FROM = '$deleteFromPrimitiveList/';

/**
 * Strategic merge patch: lists with a merge key merge by it; `$patch: replace|delete|merge`, `$retainKeys`,
 * `$deleteFromPrimitiveList` and `$setElementOrder` (whose order is not applied) are understood
 * (https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md).
 */
export function strategicMerge(target: Json | undefined, patch: JsonObject, schema: Schema): Json {
  const { $patch, $retainKeys, ...fields } = patch;
  if ($patch === 'replace') return fields;
  if ($patch !== undefined && $patch !== 'merge') throw badRequest(`unknown patch strategy ${JSON.stringify($patch)}`);
  const plain = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: JsonObject = plain ? { ...target } : {};
  if (Array.isArray($retainKeys))
    for (const name of Object.keys(result)) if (!$retainKeys.includes(name)) delete result[name];
  for (const [name, value] of Object.entries(fields)) mergeField(result, name, value, schema);
  return result;
}

function mergeField(result: JsonObject, name: string, value: Json, schema: Schema): void {
  if (name.startsWith('$setElementOrder/')) return;
  if (name.startsWith(DELETE_FROM)) {
    const field = name.slice(DELETE_FROM.length);
    const gone = (value as Json[]).map(String);
    result[field] = ((result[field] ?? []) as Json[]).filter((item) => !gone.includes(String(item)));
  } else if (value === null) delete result[name];
  else assignField(result, name, mergeValue(result[name], value, fieldSchema(schema, name) ?? ANY));
}

function mergeValue(target: Json | undefined, value: Json, schema: Schema): Json {
  if (Array.isArray(value)) {
    if (schema.is !== 'list' || schema.mergeKey === undefined) return value;
    return schema.mergeKey === '' ? mergeScalars(target, value) : mergeByKey(target, value, schema, schema.mergeKey);
  }
  return typeof value === 'object' && value !== null ? strategicMerge(target, value, schema) : value;
}

function mergeScalars(target: Json | undefined, value: Json[]): Json[] {
  const before = (target ?? []) as Json[];
  return interleaved([...new Set([...before, ...value])], value, before);
}

function mergeByKey(target: Json | undefined, value: Json[], schema: ListSchema, key: string): Json[] {
  const replaces = value.some((item) => (item as JsonObject)?.$patch === 'replace');
  const patches = value.filter((item) => (item as JsonObject)?.$patch !== 'replace') as JsonObject[];
  if (replaces) return patches;
  let result = [...((target ?? []) as JsonObject[])];
  for (const patch of patches) {
    if (patch[key] === undefined)
      throw badRequest(`map: ${JSON.stringify(patch)} does not contain declared merge key: ${key}`);
    const position = result.findIndex((item) => item[key] === patch[key]);
    if (patch.$patch === 'delete') result = result.filter((item) => item[key] !== patch[key]);
    else if (position < 0) result.push(strategicMerge(undefined, patch, schema.of) as JsonObject);
    else result[position] = strategicMerge(result[position], patch, schema.of) as JsonObject;
  }
  const names = (items: readonly Json[]) => items.map((item) => (item as JsonObject)[key]!);
  const byName = new Map(result.map((item) => [item[key], item]));
  const order = interleaved(names(result), names(patches), names((target ?? []) as JsonObject[]));
  return order.map((name) => byName.get(name)!);
}

/** As `normalizeElementOrder` of k8s.io/apimachinery: what the server alone has is put in between what the patch has. */
function interleaved(all: Json[], patch: Json[], live: Json[]): Json[] {
  const right = patch.filter((name) => all.includes(name));
  const left = all.filter((name) => !patch.includes(name));
  const result: Json[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [l, r] = [live.indexOf(left[i] ?? null), live.indexOf(right[j] ?? null)];
    const isLeft = j >= right.length || (i < left.length && l >= 0 && r >= 0 && l < r);
    result.push(isLeft ? left[i++]! : right[j++]!);
  }
  return result;
}
