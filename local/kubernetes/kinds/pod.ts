import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../core/manifests/kube-object.ts';
import { type FieldError, forbiddenField } from '../http/field-error.ts';
import type { ClusterState } from '../write/cluster-state.ts';
import { without } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { podSpecProblems } from './pod-spec.ts';
import type { PodSpec } from './shapes.ts';

const MUTABLE = [
  'activeDeadlineSeconds',
  'tolerations',
  'nodeName',
  'schedulingGates',
  'terminationGracePeriodSeconds',
];
const DETAIL =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export const podRules: KindRules = {
  storage: '/pods',
  generation: true,
  complete(object, state, old) {
    if (old || !object.spec) return;
    const spec = object.spec as PodSpec;
    spec.serviceAccountName ??= 'default';
    spec.serviceAccount ??= spec.serviceAccountName;
    spec.enableServiceLinks ??= true;
    setPriority(spec, state);
    object.status = { phase: 'Pending', qosClass: 'BestEffort' };
  },
  validate: (object) => podSpecProblems((object.spec ?? { containers: [] }) as PodSpec, 'spec'),
  validateUpdate: updateProblems,
};

/** The Priority admission plugin. */
function setPriority(spec: PodSpec, state: ClusterState): void {
  const found =
    spec.priorityClassName && state.store.get('scheduling.k8s.io/priorityclasses', '', spec.priorityClassName);
  spec.priority ??= found ? Number(found.value ?? 0) : 0;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
}

function updateProblems(object: KubeObject, old: KubeObject): FieldError[] {
  const comparable = (pod: KubeObject) => {
    const spec = pod.spec as PodSpec;
    const bare = (list: PodSpec['containers'] = []) => list.map((container) => without(container, ['image']));
    const rest = without(spec, [...MUTABLE, 'containers', 'initContainers', 'ephemeralContainers']);
    return { ...rest, containers: bare(spec.containers), initContainers: bare(spec.initContainers) };
  };
  return isDeepStrictEqual(comparable(object), comparable(old)) ? [] : [forbiddenField('spec', DETAIL)];
}
