import { annotationOf, fieldAt, isRecord, type Path } from '../../kube/fields.ts';
import type { Json, KubeObject } from '../../kube/kube-object.ts';
import { setField } from './edit.ts';

/**
 * Annotations that hold a JSON merge patch (RFC 7386), by which an object becomes what it was: its fields, and no
 * annotation. One starts a clone that was to wait; the other lets something act that a clone is to keep silent.
 */
export const START = 'kubeferry/start';
export const SILENCED = 'kubeferry/silenced';

/**
 * Sets a field so that nothing runs, and keeps in an annotation the patch that takes it back. An object that has the
 * value already is left as it is, so that it stays inactive when the others start.
 */
export function hold(object: KubeObject, at: Path, to: Json, annotation: typeof START | typeof SILENCED): KubeObject {
  const before = fieldAt(object, at);
  if (JSON.stringify(before) === JSON.stringify(to)) return object;
  const patch = setField(patchOf(object, annotation), at, before ?? null);
  return setField(setField(object, at, to), ['metadata', 'annotations', annotation], JSON.stringify(patch));
}

/** The patch so far; it takes its own annotation away. */
function patchOf(object: KubeObject, annotation: string): unknown {
  const known = parsed(annotationOf(object, annotation));
  return isRecord(known) ? known : { metadata: { annotations: { [annotation]: null } } };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
