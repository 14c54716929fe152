import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { PodSpec } from '../contract/shapes.ts';
import { type FieldError, forbiddenField } from '../errors/field-error.ts';
import { without } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { admitPod } from './pod-admission.ts';
import { podSpecProblems } from './pod-spec.ts';

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
    admitPod(object, state);
    object.status = { phase: 'Pending', qosClass: 'BestEffort' };
  },
  validate: (object) => podSpecProblems((object.spec ?? { containers: [] }) as PodSpec, 'spec'),
  validateUpdate: updateProblems,
};

function updateProblems(object: KubeObject, old: KubeObject): FieldError[] {
  const comparable = (pod: KubeObject) => {
    const spec = pod.spec as PodSpec;
    const bare = (list: PodSpec['containers'] = []) => list.map((container) => without(container, ['image']));
    const rest = without(spec, [...MUTABLE, 'containers', 'initContainers', 'ephemeralContainers']);
    return { ...rest, containers: bare(spec.containers), initContainers: bare(spec.initContainers) };
  };
  return isDeepStrictEqual(comparable(object), comparable(old)) ? [] : [forbiddenField('spec', DETAIL)];
}
