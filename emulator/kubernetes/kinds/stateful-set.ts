import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { WorkloadSpec } from '../contract/shapes.ts';
import { forbiddenField } from '../errors/field-error.ts';
import { without } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { workloadProblems } from './workload.ts';

/** What may change after creation (pkg/apis/apps/validation `ValidateStatefulSetUpdate`). */
const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

const DETAIL =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export const statefulSetRules: KindRules = {
  storage: 'apps/statefulsets',
  generation: true,
  complete: (object) => {
    for (const claim of claimTemplates(object))
      Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  },
  validate: (object) =>
    workloadProblems(
      (object.spec ?? {}) as WorkloadSpec,
      claimTemplates(object).map((claim) => claim.metadata.name),
    ),
  validateUpdate: (object, old) =>
    isDeepStrictEqual(without(object.spec as object, MUTABLE), without(old.spec as object, MUTABLE))
      ? []
      : [forbiddenField('spec', DETAIL)],
};

function claimTemplates(object: KubeObject): KubeObject[] {
  return (object.spec as { volumeClaimTemplates?: KubeObject[] } | undefined)?.volumeClaimTemplates ?? [];
}
