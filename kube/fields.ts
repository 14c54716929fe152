import type { KubeObject } from './kube-object.ts';

/** Field names from the root; `*` stands for every item of a list or every value of a map. */
export type Path = readonly string[];

/** `spec.template.spec` as a path. Names with dots in them (annotations) are written as arrays instead. */
export const path = (dotted: string): Path => (dotted === '' ? [] : dotted.split('.'));

/** RFC 6901 pointer. */
export function pointer(segments: Path): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path without `*`; undefined when anything on the way is missing. */
export function fieldAt(node: unknown, where: string | Path): unknown {
  let value = node;
  for (const name of typeof where === 'string' ? path(where) : where) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

export function textAt(node: unknown, where: string | Path): string | undefined {
  const value = fieldAt(node, where);
  return typeof value === 'string' ? value : undefined;
}

/** The list at a path; empty when there is none. */
export function listAt(node: unknown, where: string | Path): unknown[] {
  const value = fieldAt(node, where);
  return Array.isArray(value) ? value : [];
}

/** The map at a path; empty when there is none. */
export function mapAt(node: unknown, where: string | Path): Record<string, unknown> {
  const value = fieldAt(node, where);
  return isRecord(value) ? value : {};
}

export function annotationOf(object: KubeObject, name: string): string | undefined {
  return object.metadata.annotations?.[name];
}

/** True when an API server has handled the object: what is in it may then be the server's doing rather than the author's. */
export function isFromServer(object: KubeObject): boolean {
  const { uid, resourceVersion, creationTimestamp, managedFields } = object.metadata;
  return Boolean(uid || resourceVersion || creationTimestamp || managedFields);
}

/** What a table says of a name that somebody else has chosen, such as `constructor`; undefined when it says nothing. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
