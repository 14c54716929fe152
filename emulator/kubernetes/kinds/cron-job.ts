import type { Template } from '../contract/shapes.ts';
import { required } from '../errors/field-error.ts';
import type { KindRules } from './kind-rules.ts';
import { podSpecProblems } from './pod-spec.ts';

export const cronJobRules: KindRules = {
  storage: 'batch/cronjobs',
  generation: true,
  validate(object) {
    const spec = (object.spec ?? {}) as { schedule?: string; jobTemplate?: { spec?: { template?: Template } } };
    const pod = spec.jobTemplate?.spec?.template?.spec;
    const at = 'spec.jobTemplate.spec.template.spec';
    return [
      ...(spec.schedule ? [] : [required('spec.schedule')]),
      ...(pod ? podSpecProblems(pod, at, ['OnFailure', 'Never']) : [required(at)]),
    ];
  },
};
