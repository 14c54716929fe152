import type { KubeObject } from '../../../kube/kube-object.ts';
import type { LabelSelector, Template } from '../contract/shapes.ts';
import { type FieldError, invalidValue, required } from '../errors/field-error.ts';
import { matchesSelector } from '../labels/label-selector.ts';
import { immutableFields, without } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { podSpecProblems } from './pod-spec.ts';

interface JobSpec {
  manualSelector?: boolean;
  selector?: LabelSelector;
  template: Template;
  suspend?: boolean;
}

const FROZEN = ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'];

/** Label and selector keys of generated selectors (pkg/registry/batch/job/strategy.go `generateSelector`). */
const UID_KEYS = ['batch.kubernetes.io/controller-uid', 'controller-uid'];
const NAME_KEYS = ['batch.kubernetes.io/job-name', 'job-name'];

export const jobRules: KindRules = {
  storage: 'batch/jobs',
  generation: true,
  complete: (object, _state, old) => {
    const spec = object.spec as JobSpec;
    if (!old && spec?.template && !spec.manualSelector) generateSelector(object, spec);
    if (spec?.template?.metadata?.labels) object.metadata.labels ??= spec.template.metadata.labels;
  },
  validate: (object) => problems(object),
  validateUpdate: (object, old) => {
    const before = old.spec as JobSpec;
    const mayMove = Boolean(before.suspend) && !(old.status as { startTime?: string } | undefined)?.startTime;
    const [now, then] = [object.spec as JobSpec, before].map((spec) => (mayMove ? withoutPlacement(spec) : spec));
    return immutableFields(now!, then!, [...FROZEN, 'template'], 'spec');
  },
};

/** What may change in the template of a Job that has never started (pkg/apis/batch/validation `validatePodTemplateUpdate`). */
function withoutPlacement(spec: JobSpec): JobSpec {
  const { metadata: _metadata, spec: pod, ...template } = spec.template as Template & Record<string, unknown>;
  const bare = without(pod as object, ['nodeSelector', 'tolerations', 'affinity', 'schedulingGates']);
  return { ...spec, template: { ...template, spec: bare } as unknown as Template };
}

function generateSelector(object: KubeObject, spec: JobSpec): void {
  const { uid, name } = object.metadata;
  const metadata = spec.template.metadata ?? {};
  const labels = metadata.labels ?? {};
  for (const key of NAME_KEYS) labels[key] ??= name;
  for (const key of UID_KEYS) labels[key] ??= uid!;
  spec.template.metadata = { ...metadata, labels };
  spec.selector ??= {};
  spec.selector.matchLabels ??= {};
  spec.selector.matchLabels[UID_KEYS[0]!] ??= uid!;
}

function problems(object: KubeObject): FieldError[] {
  const spec = (object.spec ?? {}) as JobSpec;
  if (!spec.template) return [required('spec.template')];
  const labels = spec.template.metadata?.labels ?? {};
  const pod = podSpecProblems(spec.template.spec, 'spec.template.spec', ['OnFailure', 'Never']);
  const restart = pod.map((error) => (error.field.endsWith('restartPolicy') ? restartProblem(spec) : error));
  return [
    ...restart,
    ...(spec.manualSelector ? [] : generatedProblems(object, spec, labels)),
    ...selectorProblems(spec, labels),
  ];
}

function restartProblem(spec: JobSpec): FieldError {
  const message = `Required value: valid values: "OnFailure", "Never"`;
  const set = spec.template.spec.restartPolicy;
  if (set !== 'Always') return { reason: 'FieldValueRequired', message, field: 'spec.template.spec.restartPolicy' };
  return {
    reason: 'FieldValueNotSupported',
    message: 'Unsupported value: "Always": supported values: "OnFailure", "Never"',
    field: 'spec.template.spec.restartPolicy',
  };
}

function generatedProblems(object: KubeObject, spec: JobSpec, labels: Record<string, string>): FieldError[] {
  const { uid, name } = object.metadata;
  const wanted = [...UID_KEYS.map((key) => [key, uid!] as const), ...NAME_KEYS.map((key) => [key, name] as const)];
  const wrong = wanted
    .filter(([key, value]) => labels[key] !== value)
    .map(([, value]) => invalidValue('spec.template.metadata.labels', labels, `must be '${value}'`));
  const chosen = spec.selector?.matchLabels ?? {};
  const generated = UID_KEYS.some((key) => chosen[key] === uid) && Object.keys(chosen).length === 1;
  return generated ? wrong : [...wrong, invalidValue('spec.selector', spec.selector, '`selector` not auto-generated')];
}

function selectorProblems(spec: JobSpec, labels: Record<string, string>): FieldError[] {
  if (!spec.selector) return [required('spec.selector')];
  if (matchesSelector(labels, spec.selector)) return [];
  return [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
}
