import { assignField } from '../../../kube/assign-field.ts';
import type { Json, JsonObject } from '../../../kube/kube-object.ts';

/** JSON merge patch (RFC 7386): null removes, objects merge, all else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const plain = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: JsonObject = plain ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else assignField(result, name, mergePatch(result[name], value));
  }
  return result;
}
