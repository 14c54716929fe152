import type { WorkloadSpec } from '../contract/shapes.ts';
import { type FieldError, invalidValue, required } from '../errors/field-error.ts';
import { matchesSelector } from '../labels/label-selector.ts';
import { podSpecProblems } from './pod-spec.ts';

/** Mistakes that Deployment, ReplicaSet, StatefulSet and DaemonSet have in common. */
export function workloadProblems(spec: WorkloadSpec, claimVolumes: string[] = []): FieldError[] {
  const template = spec.template ?? { spec: { containers: [] } };
  const labels = template.metadata?.labels ?? {};
  const { selector } = spec;
  const empty = !selector || (!selector.matchLabels && !selector.matchExpressions);
  const mismatch = !empty && !matchesSelector(labels, selector);
  const volumes = [...(template.spec?.volumes ?? []), ...claimVolumes.map((name) => ({ name }))];
  const pod = {
    ...template.spec,
    volumes: volumes.filter((one, index) => index === volumes.findIndex((other) => other.name === one.name)),
  };
  return [
    ...(!selector ? [required('spec.selector')] : []),
    ...(selector && empty ? [invalidValue('spec.selector', selector, 'empty selector is invalid for deployment')] : []),
    ...(mismatch
      ? [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]
      : []),
    ...podSpecProblems(claimVolumes.length > 0 ? pod : (template.spec ?? { containers: [] }), 'spec.template.spec', [
      'Always',
    ]),
  ];
}
