import { isRecord } from '../manifests/fields.ts';

/** Shorter values, such as "true" or a port, stand in sentences that have nothing to do with them. */
const SHORTEST = 6;
/** What a Secret may hold at most is a mebibyte; sentences are looked through for so many values. */
const MOST = 200;

/** The values of a Secret, in clear and in Base64, that an answer about it might repeat; none of any other object. */
export function secretsOf(object: unknown): string[] {
  if (!isRecord(object) || object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
  const encoded = textsOf(object.data);
  const clear = [...textsOf(object.stringData), ...encoded.map((text) => Buffer.from(text, 'base64').toString('utf8'))];
  const lines = clear.flatMap((text) => text.split('\n').map((line) => line.trim()));
  return [...new Set([...encoded, ...clear, ...lines])].filter(({ length }) => length >= SHORTEST).slice(0, MOST);
}

const textsOf = (values: unknown) =>
  isRecord(values) ? Object.values(values).filter((value): value is string => typeof value === 'string') : [];
