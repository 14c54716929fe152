import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClaimSpec } from '../contract/shapes.ts';
import { type FieldError, forbiddenField, required } from '../errors/field-error.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { defaultClass } from './default-class.ts';
import type { KindRules } from './kind-rules.ts';
import { parseQuantity } from './quantity.ts';

const FINALIZER = 'kubernetes.io/pvc-protection';

export const claimRules: KindRules = {
  storage: '/persistentvolumeclaims',
  complete(object, state, old) {
    if (old) return;
    protect(object);
    object.status = { phase: 'Pending' };
    chooseClass(object, state);
  },
  validate: (object) => specProblems((object.spec ?? {}) as ClaimSpec),
  validateUpdate: updateProblems,
};

/** The storage-object-in-use protection admission plugin. */
function protect(object: KubeObject): void {
  const finalizers = object.metadata.finalizers ?? [];
  if (!finalizers.includes(FINALIZER)) object.metadata.finalizers = [...finalizers, FINALIZER];
}

/** The DefaultStorageClass admission plugin: a claim that names no class gets the default one, if there is one. */
function chooseClass(object: KubeObject, state: ClusterState): void {
  const spec = object.spec as ClaimSpec | undefined;
  if (!spec || spec.storageClassName !== undefined) return;
  const found = defaultClass(state);
  if (found) spec.storageClassName = found;
}

function specProblems(spec: ClaimSpec): FieldError[] {
  return [
    ...(spec.accessModes?.length ? [] : [required('spec.accessModes', 'at least 1 access mode is required')]),
    ...(spec.resources?.requests?.storage ? [] : [required('spec.resources[storage]')]),
  ];
}

function updateProblems(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, before] = [structuredClone(object.spec), structuredClone(old.spec)] as [ClaimSpec, ClaimSpec];
  const bound = (old.status as { phase?: string })?.phase === 'Bound';
  const size = (spec: ClaimSpec) => spec.resources?.requests?.storage ?? '0';
  const shrunk = parseQuantity(size(now)) < parseQuantity(size(before));
  if (!before.volumeName) before.volumeName = now.volumeName;
  if (before.storageClassName === undefined) before.storageClassName = now.storageClassName;
  if (bound)
    for (const spec of [now, before] as { volumeAttributesClassName?: string }[]) delete spec.volumeAttributesClassName;
  if (bound && now.resources?.requests) now.resources.requests.storage = size(before);
  const detail =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  const clean = (spec: ClaimSpec) => JSON.parse(JSON.stringify(spec)) as unknown;
  return [
    ...(isDeepStrictEqual(clean(now), clean(before)) ? [] : [forbiddenField('spec', detail)]),
    ...(shrunk && bound
      ? [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')]
      : []),
  ];
}
