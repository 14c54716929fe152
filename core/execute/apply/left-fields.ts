import { isRecord, pointer } from '../../../kube/fields.ts';
import type { KubeObject, ObjectRef } from '../../../kube/kube-object.ts';
import { keyedDigest } from '../../plan/contents/digest.ts';

/** RFC 6901 pointer of a field -> digest of what it held; items of lists that have names go by these. */
export type LeftFields = Record<string, string>;

/** What a run has left of one object: for each field that it applied what the server made of it. */
export interface LeftObject {
  ref: ObjectRef;
  fields: LeftFields;
}

/** Enough that no two values of a field are taken for each other, and a third of the length. */
const DIGEST_LETTERS = 16;

/**
 * The fields that were applied, as they are in the target: not what others have added beside them. Under the key of the
 * installation, so that nobody who reads the record can try out what a Secret holds.
 */
export function leftFields(key: Uint8Array, applied: KubeObject, found: KubeObject): LeftFields {
  const { labels, annotations } = applied.metadata;
  const { apiVersion, kind, metadata, status, ...rest } = applied as KubeObject & Record<string, unknown>;
  const ofMetadata = { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  const leaves = [...(labels || annotations ? leavesOf({ metadata: ofMetadata }, []) : []), ...leavesOf(rest, [])];
  return Object.fromEntries(leaves.map((path) => [pointer(path), digestAt(key, found, path)]));
}

/** Pointers of the fields that hold something else by now. */
export const changedFields = (key: Uint8Array, left: LeftFields, found: KubeObject): string[] =>
  Object.entries(left).flatMap(([where, digest]) =>
    digestAt(key, found, segmentsOf(where)) === digest ? [] : [where],
  );

function leavesOf(node: unknown, path: string[]): string[][] {
  const named = itemsByName(node);
  const inside = named ?? (isRecord(node) ? Object.entries(node) : []);
  if (inside.length === 0) return path.length > 0 ? [path] : [];
  return inside.flatMap(([name, value]) => leavesOf(value, [...path, name]));
}

/** As the server merges such lists (https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy): containers, volumes, variables. */
function itemsByName(node: unknown): [string, unknown][] | undefined {
  if (!Array.isArray(node) || node.length === 0) return undefined;
  const items = node.map((item) => [isRecord(item) ? item.name : undefined, item] as const);
  const names = new Set(items.map(([name]) => name));
  const isNamed = names.size === items.length && items.every(([name]) => typeof name === 'string' && name !== '');
  // The name is where it stands, and no field besides.
  return isNamed ? items.map(([name, item]) => [name as string, withoutName(item)]) : undefined;
}

const withoutName = (item: unknown) =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'name')) : item;

function digestAt(key: Uint8Array, object: KubeObject, path: readonly string[]): string {
  let node: unknown = object;
  for (const name of path) {
    if (Array.isArray(node)) node = node.find((item) => isRecord(item) && item.name === name);
    else node = isRecord(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return keyedDigest(key, node ?? null).slice(0, DIGEST_LETTERS);
}

const segmentsOf = (where: string) =>
  where
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
