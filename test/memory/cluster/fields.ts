import { assignField } from '../../../kube/assign-field.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that say which object it is, or that the server sets: nobody owns them. */
const UNOWNED =
  /^\/(apiVersion|kind|status|metadata\/(name|namespace|uid|resourceVersion|creationTimestamp|managedFields))(\/|$)/;

/** Path -> value of every field that somebody can own. Lists are one field each: whoever applies one has it whole. */
export function leavesOf(object: KubeObject): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const walk = (value: unknown, path: string) => {
    if (UNOWNED.test(path)) return;
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key.replaceAll('/', '~1')}`);
    } else leaves.set(path, value);
  };
  walk(object, '');
  return leaves;
}

/** `.data.a`, as the API server names a field in a conflict. */
export const dotted = (path: string): string =>
  keysOf(path)
    .map((key) => `.${key}`)
    .join('');

/** Sets a field in place, or removes it when the value is undefined. */
export function setField(object: KubeObject, path: string, value: unknown): void {
  const keys = keysOf(path);
  const last = keys.pop() ?? '';
  let at: Fields = object;
  for (const key of keys) {
    if (!Object.hasOwn(at, key) || !isObject(at[key])) assignField(at, key, {});
    at = at[key] as Fields;
  }
  if (value === undefined) delete at[last];
  else assignField(at, last, structuredClone(value));
}

const keysOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/'));

/** The wire form of owned paths in `managedFields`: `{"f:metadata": {"f:annotations": {"f:a": {}}}}`. */
export function fieldsV1(paths: Iterable<string>): Fields {
  const fields: Fields = {};
  for (const path of paths) {
    let at = fields;
    for (const key of keysOf(path)) {
      at[`f:${key}`] ??= {};
      at = at[`f:${key}`] as Fields;
    }
  }
  return fields;
}

/** JSON merge patch (RFC 7386). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return structuredClone(patch);
  const merged: Fields = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else assignField(merged, key, mergePatch(merged[key], value));
  }
  return merged;
}
