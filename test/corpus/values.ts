import fc from 'fast-check';
import type { Json } from '../../kube/kube-object.ts';
import type { Schema, Types } from './schema.ts';

/** What values look like that rules of a translation act on, and what means nothing to any of them. */
const TEXTS = [
  '',
  'x',
  'eu-west-1a',
  'quay.io/team/app:1',
  'http://db.shop.svc.cluster.local:5432',
  'arn:aws:iam::111111111111:role/reader',
  'subnet-0aaaaaaaaaaaaaaaa',
  'shop.example.com',
  'a/b~c',
];
const NAMES = ['web', 'data', 'extra-1'];
/** By the end of the name of a field, in this order. */
const HINTS: [RegExp, readonly Json[]][] = [
  [/namespace$/i, ['shop', 'pay']],
  [/storageClassName$/, ['gp3', 'mystery']],
  [/(name|secret|configmap|hostname|subdomain)$/i, NAMES],
  [/image$/i, ['quay.io/team/app:1', 'nginx']],
  [/path$/i, ['/data', '/var/lib/x']],
  [/host$/i, ['shop.example.com']],
  [/protocol$/, ['TCP', 'UDP']],
];
/** Kubernetes has no schema for these, and one meaning. */
const BY_TYPE: Record<string, readonly Json[]> = {
  Quantity: ['1', '100m', '2Gi'],
  IntOrString: [8080, 'http', '25%'],
  Time: ['2026-01-05T08:00:00Z'],
  MicroTime: ['2026-01-05T08:00:00.000000Z'],
  Duration: ['30s'],
  RawExtension: [{}],
};
const DEEPEST = 4;

/** Any value of a schema: all that it demands and, as long as it is not deep, some of what it allows. */
export function anyValue(schema: Schema, types: Types, name: string, depth = 0): fc.Arbitrary<Json> {
  const type = types.resolve(schema) as Schema & { title?: string };
  const known = BY_TYPE[type.title ?? ''] ?? (type['x-kubernetes-int-or-string'] ? BY_TYPE.IntOrString : undefined);
  if (known) return fc.constantFrom(...known);
  if (type.enum && type.enum.length > 0) return fc.constantFrom(...type.enum);
  if (type.type === 'boolean') return fc.boolean();
  if (type.type === 'integer' || type.type === 'number') return wholeNumber(type);
  if (type.type === 'array') return listOf(type, types, name, depth);
  if (type.type === 'object' || type.properties) return mapOf(type, types, depth);
  const hint = HINTS.find(([pattern]) => pattern.test(name))?.[1];
  return type.format === 'byte' ? fc.constantFrom('', 'c2VjcmV0') : fc.constantFrom(...(hint ?? TEXTS));
}

function wholeNumber({ minimum = 0, maximum = minimum + 600 }: Schema): fc.Arbitrary<Json> {
  return fc.integer({ min: Math.ceil(minimum), max: Math.floor(Math.min(maximum, minimum + 600)) });
}

function listOf({ items, minItems = 0 }: Schema, types: Types, name: string, depth: number): fc.Arbitrary<Json> {
  const maxLength = Math.max(minItems, depth >= DEEPEST ? 0 : 2);
  return fc.array(anyValue(items ?? {}, types, name.replace(/s$/, ''), depth + 1), { minLength: minItems, maxLength });
}

function mapOf(
  { properties, required = [], additionalProperties }: Schema,
  types: Types,
  depth: number,
): fc.Arbitrary<Json> {
  if (!properties) {
    const value = typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' };
    return fc
      .dictionary(fc.constantFrom('team', 'app', 'example.com/x'), anyValue(value, types, 'value', depth + 1), {
        maxKeys: 2,
      })
      .map((map) => ({ ...map }));
  }
  const names = Object.keys(properties).filter((name) => depth < DEEPEST || required.includes(name));
  const optional = names.filter((name) => !required.includes(name));
  const some = fc.subarray(optional, { maxLength: Math.min(3, optional.length) });
  return some.chain((chosen) => {
    const fields = [...required, ...chosen].flatMap((name) =>
      properties[name] ? [[name, anyValue(properties[name], types, name, depth + 1)] as const] : [],
    );
    return fc.record(Object.fromEntries(fields)).map((map) => ({ ...map }) as Json);
  });
}
