import { setField } from './edit.ts';
import { annotationOf, fieldAt, isRecord, type Path } from './fields.ts';
import type { Json, KubeObject } from './kube-object.ts';

/** Holds a JSON merge patch (RFC 7386) that makes a held object start: its fields as they were, and no annotation. */
export const START = 'kubeferry.io/start';

/**
 * Sets a field so that the object does not start, and keeps in an annotation the patch that starts it. An object that
 * has the value already is left as it is, so that it stays at rest when the others start.
 */
export function hold(object: KubeObject, at: Path, to: Json): KubeObject {
  const before = fieldAt(object, at);
  if (JSON.stringify(before) === JSON.stringify(to)) return object;
  const patch = setField(patchOf(object), at, before ?? null);
  return setField(setField(object, at, to), ['metadata', 'annotations', START], JSON.stringify(patch));
}

/** The patch so far; it takes its own annotation away. */
function patchOf(object: KubeObject): unknown {
  const known = parsed(annotationOf(object, START));
  return isRecord(known) ? known : { metadata: { annotations: { [START]: null } } };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
