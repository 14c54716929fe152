import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { VolumeSpec } from '../contract/shapes.ts';
import { type FieldError, forbiddenField, invalidValue, required } from '../errors/field-error.ts';
import { without } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';

const FINALIZER = 'kubernetes.io/pv-protection';

/** Fields of a PersistentVolume's spec that are no volume source. */
const NO_SOURCE = [
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
];

export const volumeRules: KindRules = {
  storage: '/persistentvolumes',
  complete(object, _state, old) {
    if (old) return;
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(FINALIZER)) object.metadata.finalizers = [...finalizers, FINALIZER];
    object.status = { phase: 'Pending' };
  },
  validate: (object) => specProblems((object.spec ?? {}) as VolumeSpec),
  validateUpdate: updateProblems,
};

function specProblems(spec: VolumeSpec): FieldError[] {
  const sources = Object.keys(without(spec, NO_SOURCE));
  return [
    ...(spec.accessModes?.length ? [] : [required('spec.accessModes')]),
    ...(spec.capacity?.storage ? [] : [required('spec.capacity')]),
    ...(sources.length === 0 ? [required('spec', 'must specify a volume type')] : []),
    ...(sources.length > 1 ? [forbiddenField(`spec.${sources[1]}`, 'may not specify more than 1 volume type')] : []),
    ...(spec.csi && !spec.csi.volumeHandle ? [required('spec.csi.volumeHandle')] : []),
  ];
}

function updateProblems(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, before] = [object.spec, old.spec] as [VolumeSpec, VolumeSpec];
  const moved = !isDeepStrictEqual(without(now, NO_SOURCE), without(before, NO_SOURCE));
  const detail = 'spec.persistentvolumesource is immutable after creation';
  return [
    ...(moved ? [forbiddenField('spec.persistentvolumesource', detail)] : []),
    ...(now.volumeMode === before.volumeMode ? [] : [invalidValue('volumeMode', now.volumeMode, 'field is immutable')]),
    ...(before.nodeAffinity && !isDeepStrictEqual(now.nodeAffinity, before.nodeAffinity)
      ? [invalidValue('spec.nodeAffinity', now.nodeAffinity, 'field is immutable')]
      : []),
  ];
}
