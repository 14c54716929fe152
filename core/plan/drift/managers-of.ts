import { isRecord } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';

interface Entry {
  manager?: string;
  fieldsV1?: unknown;
}

/**
 * Who manages what is at a place of a live object, by its managedFields (FieldsV1: `f:name` of a map, `k:{…}` of an item by
 * its key, `v:` of a set; sigs.k8s.io/structured-merge-diff, fieldpath/serialize-pe.go). Whoever manages a whole manages its
 * parts, and whoever manages parts of what is there is named for it as well.
 */
export function managersOf(live: KubeObject, segments: readonly string[]): string[] {
  const entries = (live.metadata.managedFields ?? []) as Entry[];
  const found = entries.filter(({ fieldsV1 }) => reaches(fieldsV1, live, segments));
  return [...new Set(found.map(({ manager = '' }) => manager))];
}

function reaches(fields: unknown, node: unknown, [name, ...rest]: readonly string[]): boolean {
  if (!isRecord(fields)) return false;
  if (name === undefined || isWhole(fields)) return true;
  const value = isRecord(node) || Array.isArray(node) ? (node as Record<string, unknown>)[name] : undefined;
  const parts = Array.isArray(node) ? Object.keys(fields).filter((key) => isItem(key, value, name)) : [`f:${name}`];
  return parts.some((part) => Object.hasOwn(fields, part) && reaches(fields[part], value, rest));
}

/** `{}` is a leaf, or an atomic map or list. */
const isWhole = (fields: Record<string, unknown>) => Object.keys(fields).length === 0;

function isItem(key: string, item: unknown, index: string): boolean {
  const [kind, text] = [key.slice(0, 2), key.slice(2)];
  if (kind === 'i:') return text === index;
  if (kind === 'v:') return sameJson(JSON.parse(text), item);
  if (kind !== 'k:' || !isRecord(item)) return false;
  return Object.entries(JSON.parse(text) as Record<string, unknown>).every(([name, value]) =>
    sameJson(item[name], value),
  );
}
