import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';

/** Fields that the server owns: they never count as anybody's (apimachinery managedfields `stripMeta`). */
const UNTRACKED_METADATA = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
];

/** The part of an object whose fields are owned by managers. */
export function tracked(object: KubeObject): Json {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const kept = Object.entries(metadata).filter(([name]) => !UNTRACKED_METADATA.includes(name));
  const owned: JsonObject = kept.length > 0 ? { metadata: Object.fromEntries(kept) as JsonObject } : {};
  return { ...owned, ...(rest as JsonObject) };
}
