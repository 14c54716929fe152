/**
 * JSON Patch as github.com/evanphx/json-patch v5.9 applies it, which Velero uses: indices may be negative, a `test` of a field
 * that does not exist fails as one of another value, and one below such a field is an error.
 */
import { assignField } from '../../../kube/assign-field.ts';
import { isRecord } from '../../../kube/fields.ts';
import { sameJson } from '../../../kube/same-json.ts';

export type FailureKind = 'test' | 'missing' | 'other';

export class PatchFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Operation {
  op: string;
  path: string;
  from: string;
  value: unknown;
}

/** A changed copy. Throws PatchFailure. */
export function applyPatch(document: unknown, operations: readonly Operation[]): unknown {
  const copy = structuredClone(document);
  for (const operation of operations) applyOne(copy, operation);
  return copy;
}

function applyOne(document: unknown, { op, path, from, value }: Operation): void {
  if (op === 'move' || op === 'copy') {
    bring(document, op, from, path);
    return;
  }
  const [container, key] = placeOf(document, path, op);
  if (op === 'test') test(container, key, path, value);
  else if (op === 'add') add(container, key, path, structuredClone(value));
  else if (op === 'remove') remove(container, key, path);
  else replace(container, key, path, structuredClone(value));
}

function bring(document: unknown, op: string, from: string, path: string): void {
  const [source, name] = placeOf(document, from, op);
  const found = get(source, name, from);
  if (op === 'move') remove(source, name, from);
  const [container, key] = placeOf(document, path, op);
  add(container, key, path, op === 'copy' ? structuredClone(found) : found);
}

type Container = Record<string, unknown> | unknown[];

const missing = (path: string) => new PatchFailure('missing', `there is no ${path}`);

/** The object or list that has the last name of a path. */
function placeOf(document: unknown, path: string, op: string): [Container, string] {
  const names = path.split('/').map(decoded);
  if (names.length < 2) throw new PatchFailure('other', `${op} ${path}: a path begins with /`);
  let current: unknown = document;
  for (const name of names.slice(1, -1)) current = isContainer(current) ? peek(current, name) : undefined;
  if (!isContainer(current)) throw missing(path);
  return [current, names.at(-1)!];
}

const decoded = (name: string) => name.replaceAll('~1', '/').replaceAll('~0', '~');
const isContainer = (value: unknown): value is Container => Array.isArray(value) || isRecord(value);

function peek(container: Container, name: string): unknown {
  if (!Array.isArray(container)) return Object.hasOwn(container, name) ? container[name] : undefined;
  const at = indexIn(name, container.length);
  return at === undefined ? undefined : container[at];
}

/** As strconv.Atoi reads it; from the end when it is negative. Undefined for what is no index of the list. */
function indexIn(name: string, length: number): number | undefined {
  if (!/^[+-]?\d+$/.test(name)) return undefined;
  const at = Number(name);
  const index = at < 0 ? at + length : at;
  return index >= 0 && index < length ? index : undefined;
}

function get(container: Container, key: string, path: string): unknown {
  if (Array.isArray(container)) return container[positionIn(container, key, path)];
  if (!Object.hasOwn(container, key)) throw missing(path);
  return container[key];
}

function positionIn(list: unknown[], key: string, path: string, length = list.length): number {
  const at = indexIn(key, length);
  if (at === undefined) throw new PatchFailure('other', `${path} is no place in its list`);
  return at;
}

function add(container: Container, key: string, path: string, value: unknown): void {
  if (!Array.isArray(container)) assignField(container, key, value);
  else if (key === '-') container.push(value);
  else container.splice(positionIn(container, key, path, container.length + 1), 0, value);
}

function remove(container: Container, key: string, path: string): void {
  get(container, key, path);
  if (Array.isArray(container)) container.splice(positionIn(container, key, path), 1);
  else delete container[key];
}

function replace(container: Container, key: string, path: string, value: unknown): void {
  if (Array.isArray(container)) {
    const at = indexIn(key, container.length);
    if (at === undefined) throw missing(path);
    container[at] = value;
  } else {
    get(container, key, path);
    assignField(container, key, value);
  }
}

function test(container: Container, key: string, path: string, value: unknown): void {
  const isThere = Array.isArray(container) || Object.hasOwn(container, key);
  const found = isThere ? get(container, key, path) : undefined;
  if (sameJson(found ?? null, value)) return;
  throw new PatchFailure('test', `${path} has another value`);
}
