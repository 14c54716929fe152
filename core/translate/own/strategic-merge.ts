import { assignField } from '../../../kube/assign-field.ts';
import { isRecord } from '../../../kube/fields.ts';
import { isMergedSet, mergeKeyOf } from './merge-keys.data.ts';

type Map = Record<string, unknown>;

/**
 * Strategic merge patch, as `kubectl patch` does it: maps are merged, null removes, items of a list are found by the merge
 * key of their type, and lists without one are replaced. `$patch: delete` and `replace`, `$retainKeys` and
 * `$deleteFromPrimitiveList/…` are obeyed
 * (https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md).
 * Throws a sentence for a directive that it does not know, and for an item without its key.
 */
export function strategicMerge(target: unknown, patch: unknown, at: readonly string[] = []): unknown {
  if (!isRecord(patch))
    return Array.isArray(patch) ? mergeLists(Array.isArray(target) ? target : [], patch, at) : patch;
  return mergeMaps(isRecord(target) ? target : {}, patch, at);
}

function mergeMaps(target: Map, { $patch: directive, $retainKeys: kept, ...patch }: Map, at: readonly string[]): Map {
  if (directive === 'replace') return patch;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw unknown('$patch', directive);
  const merged: Map = Array.isArray(kept)
    ? Object.fromEntries(Object.entries(target).filter(([key]) => kept.includes(key)))
    : { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) applyDirective(merged, key, value);
    else if (value === null) delete merged[key];
    else {
      const own = Object.hasOwn(merged, key) ? merged[key] : undefined;
      assignField(merged, key, strategicMerge(own, value, [...at, key]));
    }
  }
  return merged;
}

const FROM_LIST = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

function applyDirective(merged: Map, key: string, value: unknown): void {
  // The order is that of the source.
  if (key.startsWith(ORDER)) return;
  if (!key.startsWith(FROM_LIST)) throw unknown(key, value);
  const name = key.slice(FROM_LIST.length);
  const [list, gone] = [merged[name], value];
  if (Array.isArray(list) && Array.isArray(gone)) merged[name] = list.filter((each) => !gone.includes(each));
}

function mergeLists(target: unknown[], patch: unknown[], at: readonly string[]): unknown[] {
  if (isMergedSet(at)) return inOrder([...new Set([...target, ...patch])], patch, target, (item) => item);
  const key = mergeKeyOf(at);
  const items = patch.filter((item) => !isReplaceMark(item));
  if (key === undefined || items.length < patch.length) return items;
  const merged = items.reduce<unknown[]>((list, item) => mergeItem(list, item, key, at), target);
  return inOrder(merged, items, target, (item) => (isRecord(item) ? item[key] : undefined));
}

/**
 * The order that Kubernetes gives: items of the patch in its order, and the others before those which they preceded
 * (`mergeSortedSlice` of k8s.io/apimachinery, pkg/util/strategicpatch).
 */
function inOrder(merged: unknown[], patch: unknown[], target: unknown[], keyOf: (item: unknown) => unknown): unknown[] {
  const [asked, before] = [patch.map(keyOf), target.map(keyOf)];
  const place = (item: unknown) => before.indexOf(keyOf(item));
  const mine = merged.filter((item) => asked.includes(keyOf(item)));
  mine.sort((a, b) => asked.indexOf(keyOf(a)) - asked.indexOf(keyOf(b)));
  const others = merged.filter((item) => !asked.includes(keyOf(item)));
  const ordered: unknown[] = [];
  for (const item of mine) {
    while (others.length > 0 && place(item) >= 0 && place(others[0]) < place(item)) ordered.push(others.shift());
    ordered.push(item);
  }
  return [...ordered, ...others];
}

/** `- $patch: replace` in a list: the patch is the whole list. */
const isReplaceMark = (item: unknown) => isRecord(item) && item.$patch === 'replace' && Object.keys(item).length === 1;

function mergeItem(list: unknown[], item: unknown, key: string, at: readonly string[]): unknown[] {
  const value = isRecord(item) ? item[key] : undefined;
  if (!isRecord(item) || value === undefined)
    throw new Error(`each item of ${at.join('.')} needs its "${key}", by which it is found`);
  const index = list.findIndex((each) => isRecord(each) && each[key] === value);
  if (item.$patch === 'delete') return index < 0 ? list : list.toSpliced(index, 1);
  if (index < 0) return [...list, strategicMerge({}, item, at)];
  return list.with(index, strategicMerge(list[index], item, at));
}

const unknown = (name: string, value: unknown) =>
  new Error(`a strategic merge knows no directive ${name}: ${JSON.stringify(value)}`);
