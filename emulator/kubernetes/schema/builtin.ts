import { readFileSync } from 'node:fs';
import { ANY, ANY_ATOMIC, type ScalarCode, type Schema, type StructSchema } from './schema.ts';

let loaded: Map<string, StructSchema> | undefined;

/** The schema of a built-in type, such as `apps.v1.Deployment`; throws when types.tsv does not have it. */
export function builtinType(name: string): StructSchema {
  loaded ??= loadTypes();
  const found = loaded.get(name);
  if (!found) throw new Error(`types.tsv has no type ${name}`);
  return found;
}

function loadTypes(): Map<string, StructSchema> {
  const lines = readFileSync(new URL('types.tsv', import.meta.url), 'utf8').split('\n');
  const rows = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
  const types = new Map<string, StructSchema>();
  for (const [head] of rows) {
    const name = head!.replace(/@$/, '');
    const atomic = head!.endsWith('@');
    types.set(name, { is: 'struct', name, fields: new Map(), required: [], atomic, open: false });
  }
  for (const [head, ...fields] of rows) fillType(types.get(head!.replace(/@$/, ''))!, fields, types);
  return types;
}

function fillType(type: StructSchema, fields: string[], types: Map<string, StructSchema>): void {
  for (const field of fields) {
    const [, name, required, code] = /^([^=!]+)(!?)=(.*)$/.exec(field)!;
    if (required) type.required.push(name!);
    type.fields.set(name!, parseCode(code!, types));
  }
}

function parseCode(code: string, types: Map<string, StructSchema>): Schema {
  if (code.startsWith('[')) return parseList(code.slice(1, -1), types);
  const atomic = code.endsWith('@');
  const granular = code.endsWith('%');
  const bare = atomic || granular ? code.slice(0, -1) : code;
  if (bare === 'x') return atomic ? ANY_ATOMIC : ANY;
  if (bare.startsWith('{')) return { is: 'map', of: parseCode(bare.slice(1, -1), types), atomic };
  if (!bare.startsWith('*')) return { is: 'scalar', code: bare as ScalarCode };
  const type = types.get(bare.slice(1));
  if (!type) throw new Error(`types.tsv refers to the unknown type ${bare.slice(1)}`);
  // The fields are shared by reference, since they are filled in later.
  if (granular) return { ...type, atomic: false };
  return atomic && !type.atomic ? { ...type, atomic } : type;
}

function parseList(inner: string, types: Map<string, StructSchema>): Schema {
  const [, item, keys, mergeKey] = /^([^;~]+)(?:;([^~]*))?(?:~(.*))?$/.exec(inner)!;
  const associative = keys ? { keys: keys.split(',') } : {};
  const set = keys === '' ? { set: true, mergeKey: '' } : {};
  const merge = mergeKey === undefined ? (keys ? { mergeKey: keys.split(',')[0]! } : {}) : { mergeKey };
  return { is: 'list', of: parseCode(item!, types), ...associative, ...set, ...merge };
}
