import { assignField } from '../../kube/assign-field.ts';
import { isRecord, type Path } from '../../kube/fields.ts';

/** Gets a value and where it is; answers the new value, the same one to leave it, or undefined to remove it. */
export type Edit = (value: unknown, at: string[]) => unknown;

/**
 * Changes what is at a path (`*` fans out) and shares everything else with the input.
 * Fields that are absent stay absent; when nothing changes the very same reference comes back.
 */
export function edit<T>(node: T, where: Path, change: Edit): T {
  return editFrom(node, where, 0, [], change) as T;
}

function editFrom(node: unknown, where: Path, depth: number, at: string[], change: Edit): unknown {
  const name = where[depth];
  if (name === undefined) return change(node, at);
  if (Array.isArray(node)) return editItems(node, name, where, depth, at, change);
  if (!isRecord(node)) return node;
  const names = name === '*' ? Object.keys(node) : Object.hasOwn(node, name) ? [name] : [];
  let copy: Record<string, unknown> | undefined;
  for (const key of names) {
    const before = node[key];
    const after = editFrom(before, where, depth + 1, [...at, key], change);
    if (after === before) continue;
    copy ??= { ...node };
    if (after === undefined) delete copy[key];
    else assignField(copy, key, after);
  }
  return copy ?? node;
}

function editItems(items: unknown[], name: string, where: Path, depth: number, at: string[], change: Edit): unknown {
  let changed = false;
  const copy: unknown[] = [];
  items.forEach((before, index) => {
    const wanted = name === '*' || name === String(index);
    const after = wanted ? editFrom(before, where, depth + 1, [...at, String(index)], change) : before;
    if (after !== before) changed = true;
    if (after !== undefined) copy.push(after);
  });
  return changed ? copy : items;
}

/**
 * Changes values of maps at any depth, but in status and managed fields; undefined removes an entry of a map. The very
 * same reference comes back when nothing changes.
 */
export function editEach<T>(node: T, change: (name: string, value: unknown, at: readonly string[]) => unknown): T {
  return editDeep(node, [], change) as T;
}

function editDeep(
  node: unknown,
  at: string[],
  change: (name: string, value: unknown, at: readonly string[]) => unknown,
): unknown {
  if (typeof node !== 'object' || node === null) return node;
  let copy: Record<string, unknown> | unknown[] | undefined;
  for (const name of Object.keys(node)) {
    if ((at.length === 0 && name === 'status') || name === 'managedFields') continue;
    const before = (node as Record<string, unknown>)[name];
    at.push(name);
    const after = typeof before === 'object' ? editDeep(before, at, change) : change(name, before, at);
    at.pop();
    if (after === before) continue;
    copy ??= Array.isArray(node) ? [...node] : { ...node };
    if (after === undefined) delete (copy as Record<string, unknown>)[name];
    else (copy as Record<string, unknown>)[name] = after;
  }
  return copy ?? node;
}

/** The object without the named fields. */
export function removeFields<T>(node: T, paths: readonly Path[]): T {
  return paths.reduce((current, where) => edit(current, where, () => undefined), node);
}

/** Sets one field (no `*`), making the maps on the way; the same reference when it has that value already. */
export function setField<T>(node: T, where: Path, value: unknown): T {
  const [name, ...rest] = where;
  if (name === undefined) return (node === value ? node : value) as T;
  const map: Record<string, unknown> = isRecord(node) ? node : {};
  const after = setField(map[name], rest, value);
  return (after === map[name] && isRecord(node) ? node : { ...map, [name]: after }) as T;
}

/** Removes entries of a map such as the annotations, and the map itself when it ends up empty. */
export function removeEntries<T>(node: T, where: Path, unwanted: (key: string, value: unknown) => boolean): T {
  return edit(node, where, (map) => {
    if (!isRecord(map)) return map;
    const entries = Object.entries(map);
    const kept = entries.filter(([key, value]) => !unwanted(key, value));
    if (kept.length === entries.length && kept.length > 0) return map;
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  });
}

/** Every value at a path with `*`, and where it is. */
export function valuesAt(node: unknown, where: Path): { value: unknown; at: string[] }[] {
  const found: { value: unknown; at: string[] }[] = [];
  edit(node, where, (value, at) => {
    found.push({ value, at });
    return value;
  });
  return found;
}
