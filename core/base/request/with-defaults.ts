import { assignField } from '../../../kube/assign-field.ts';

/** One value below another: objects are merged, lists and texts replaced. */
export function withDefaults(below: unknown, above: unknown): unknown {
  if (!isRecord(below) || !isRecord(above)) return above ?? below;
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above))
    assignField(merged, key, withDefaults(Object.hasOwn(below, key) ? below[key] : undefined, value));
  return merged;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
