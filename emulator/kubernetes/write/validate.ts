import type { KubeObject } from '../../../kube/kube-object.ts';
import { validateCustom } from '../crd/validate-custom.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { type FieldError, forbiddenField } from '../errors/field-error.ts';
import { rulesOf } from '../kinds/index.ts';
import type { ClusterState } from '../store/cluster-state.ts';

/** All mistakes of an object, as stored. */
export function validateObject(object: KubeObject, state: ClusterState, type: ResourceType): FieldError[] {
  if (type.custom) return validateCustom(object, type.custom);
  return rulesOf(type.storage)?.validate?.(object, state) ?? [];
}

/** All forbidden changes. */
export function validateObjectUpdate(object: KubeObject, old: KubeObject, type: ResourceType): FieldError[] {
  const errors = rulesOf(type.storage)?.validateUpdate?.(object, old) ?? [];
  const before = old.metadata.finalizers ?? [];
  const added = (object.metadata.finalizers ?? []).filter((finalizer) => !before.includes(finalizer));
  if (!old.metadata.deletionTimestamp || added.length === 0) return errors;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [...errors, forbiddenField('metadata.finalizers', detail)];
}
