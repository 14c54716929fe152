import { isRecord } from '../../../kube/fields.ts';

/** Shorter values, such as "true" or a port, stand in sentences that have nothing to do with them. */
export const SHORTEST_SECRET = 6;

/**
 * The values of a Secret, in clear and in Base64, that an answer about it might repeat; none of any other object. Of a value
 * that is a file, also what stands on each line, behind the name on it, and in each place of its JSON.
 */
export function secretsOf(object: unknown): string[] {
  if (!isRecord(object) || object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
  const encoded = textsOf(object.data);
  const clear = [...textsOf(object.stringData), ...encoded.map((text) => Buffer.from(text, 'base64').toString('utf8'))];
  const all = new Set(encoded);
  for (const text of clear) for (const part of partsOf(text)) all.add(part);
  return [...all].filter(({ length }) => length >= SHORTEST_SECRET);
}

const textsOf = (values: unknown) =>
  isRecord(values) ? Object.values(values).filter((value): value is string => typeof value === 'string') : [];

function partsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [text, text.trim(), ...lines, ...lines.map(valueOn), ...leavesOf(jsonIn(text))];
}

/** Of `password = "…"` or `password: …`, as properties, dotenv and YAML have them. */
const valueOn = (line: string) => /^[\w.-]{1,200}[ \t]{0,20}[:=][ \t]{0,20}(["']?)(.*)\1$/.exec(line)?.[2] ?? '';

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leavesOf(value: unknown): string[] {
  const leaves: string[] = [];
  const open = [value];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (typeof each === 'string') leaves.push(each);
    else if (typeof each === 'object' && each !== null) for (const inner of Object.values(each)) open.push(inner ?? '');
  }
  return leaves;
}
