import { isRecord } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { FIELD_MANAGER, MADE_BY_RUN } from './names.ts';

/** The object with the mark of the run that makes it. */
export function markedBy(cloneId: string, object: KubeObject): KubeObject {
  const annotations = { ...object.metadata.annotations, [MADE_BY_RUN]: cloneId };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The manifest with the mark that the object had. */
export function withMarkOf({ metadata }: KubeObject, manifest: KubeObject): KubeObject {
  const mark = metadata.annotations?.[MADE_BY_RUN];
  return mark === undefined ? manifest : markedBy(mark, manifest);
}

/**
 * Whether the run made this very object, when its uid was not recorded: it carries the run's mark, and our field manager
 * owns the mark, by the POST or by an apply. A mark that was copied with other annotations belongs to whoever copied it
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).
 */
export function isMadeBy(cloneId: string, { metadata }: KubeObject): boolean {
  if (metadata.annotations?.[MADE_BY_RUN] !== cloneId) return false;
  const entries = (metadata.managedFields ?? []) as { manager?: string; fieldsV1?: unknown }[];
  return entries.some(({ manager, fieldsV1 }) => manager === FIELD_MANAGER && has(fieldsV1, MARK_PATH));
}

const MARK_PATH = ['f:metadata', 'f:annotations', `f:${MADE_BY_RUN}`];

function has(fields: unknown, [first, ...rest]: string[]): boolean {
  if (first === undefined) return true;
  return isRecord(fields) && first in fields && has(fields[first], rest);
}
