import { isRecord } from '../../../kube/fields.ts';

/**
 * The same JSON value, its objects without a prototype: what is looked up by a name that somebody else has chosen, such as
 * a namespace called `constructor`, is then there only if it was written.
 */
export function bareMaps<T>(value: T): T {
  return bared(value) as T;
}

function bared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bared);
  if (!isRecord(value)) return value;
  const bare = Object.create(null) as Record<string, unknown>;
  for (const [key, each] of Object.entries(value)) bare[key] = bared(each);
  return bare;
}
