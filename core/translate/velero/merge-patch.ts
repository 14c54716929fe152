import { assignField } from '../../../kube/assign-field.ts';
import { isRecord } from '../../../kube/fields.ts';

/**
 * JSON merge patch as github.com/evanphx/json-patch v5.9 applies it: of what takes the place of something else, nulls are removed
 * from maps within lists as well, unless it takes the place of a map.
 */
export function veleroMerge(target: unknown, patch: unknown): unknown {
  if (!isRecord(target)) return pruned(patch);
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const own = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (value === null) delete merged[key];
    else assignField(merged, key, own === undefined || own === null ? pruned(value) : veleroMerge(own, value));
  }
  return merged;
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => [key, pruned(each)]),
  );
}
