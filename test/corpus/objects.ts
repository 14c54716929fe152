import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../kube/fields.ts';
import type { Json, KubeObject } from '../../kube/kube-object.ts';
import type { Schema, Types } from './schema.ts';
import { anyValue } from './values.ts';

/** One small object of each built-in kind that workloads are made of, as an API server takes it. */
export const BASES: readonly KubeObject[] = parseAllDocuments(
  readFileSync(new URL('../fixtures/corpus/bases.yaml', import.meta.url), 'utf8'),
).map((document) => document.toJS() as KubeObject);

/** A field that may be set to something else. */
interface Slot {
  path: readonly string[];
  schema: Schema;
}

/** The object's identity stays; of its metadata, what users write. */
const FIXED = ['apiVersion', 'kind'];
const WRITTEN = ['labels', 'annotations', 'finalizers'];

/** Every field that the object has or may have beside those that it has. */
function slotsOf(object: KubeObject, types: Types): Slot[] {
  const type = types.ofKind.get(`${object.apiVersion} ${object.kind}`);
  if (!type) throw new Error(`There is no type ${object.apiVersion} ${object.kind}.`);
  return slotsIn(object, type, types, []);
}

function slotsIn(value: unknown, schema: Schema, types: Types, path: readonly string[]): Slot[] {
  const type = types.resolve(schema);
  if (Array.isArray(value))
    return value.flatMap((item, at) => slotsIn(item, type.items ?? {}, types, [...path, String(at)]));
  if (!isRecord(value)) return [];
  const fields = Object.entries(type.properties ?? {}).filter(([name]) => mayChange(path, name));
  return fields.flatMap(([name, field]) => {
    const at = [...path, name];
    const own = at.length === 1 && name !== 'status' && name in value ? [] : [{ path: at, schema: field }];
    return [...own, ...slotsIn(value[name], field, types, at)];
  });
}

const mayChange = ([first]: readonly string[], name: string) =>
  first === undefined ? !FIXED.includes(name) : first !== 'metadata' || WRITTEN.includes(name);

/** Objects of these kinds in which one to three fields are anything that their types allow. */
export function changedObject(bases: readonly KubeObject[], types: Types): fc.Arbitrary<KubeObject> {
  return fc.constantFrom(...bases).chain((base) => {
    const slot = fc.constantFrom(...slotsOf(base, types));
    const field = slot.chain(({ path, schema }) =>
      anyValue(schema, types, path.at(-1)!).map((value) => ({ path, value })),
    );
    return fc.array(field, { minLength: 1, maxLength: 3 }).map((fields) => fields.reduce(withField, base));
  });
}

function withField(object: KubeObject, { path, value }: { path: readonly string[]; value: Json }): KubeObject {
  return put(object, path, value) as KubeObject;
}

function put(node: unknown, [name, ...rest]: readonly string[], value: Json): unknown {
  if (name === undefined) return value;
  if (Array.isArray(node)) return node.map((item, at) => (String(at) === name ? put(item, rest, value) : item));
  const map = isRecord(node) ? node : {};
  return { ...map, [name]: put(map[name], rest, value) };
}
