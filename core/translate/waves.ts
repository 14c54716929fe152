import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import type { Stage } from '../base/run/envelope.ts';
import { levelsOf } from './graph/levels.ts';
import { kindKey } from './pod-templates.ts';
import { REFERENCES } from './tables/references/references.ts';
import type { ReferenceRow } from './tables/references/row.ts';

/** What a wave waits for before the next one starts: `bound` counts only for claims that name their volume. */
export type WaitFor = 'established' | 'active' | 'bound' | 'complete' | 'none';

export interface Wave {
  stage: Stage;
  /** Sorts in the order of the waves. */
  wave: string;
  waitFor: WaitFor;
  /** `group/Kind`; an empty list takes every other kind. */
  kinds: readonly string[];
}

const BINDINGS = '070-role-bindings';

/**
 * Where a route masks: Jobs that have to succeed on the volumes before anything of the clone starts, gets endpoints, or gives
 * anybody rights.
 */
export const MASKING: Wave = {
  stage: 'workload',
  wave: '135-masking',
  kinds: ['batch/Job of the masking'],
  waitFor: 'complete',
};
const HELD_BINDINGS: Wave = {
  stage: 'workload',
  wave: '137-role-bindings',
  kinds: ['role bindings of a clone that is masked'],
  waitFor: 'none',
};

/** Custom resources of types whose conversion webhook is a part of the clone: without it, the server refuses other versions. */
export const CONVERTED: Wave = {
  stage: 'workload',
  wave: '205-converted-resources',
  kinds: ['custom resources that the clone itself converts'],
  waitFor: 'none',
};
/** Custom resources that need others, and those that need these: as many as the table is deep. */
const DEEPER: readonly Wave[] = ['162-second-custom-resources', '164-third-custom-resources'].map((wave) => ({
  stage: 'workload',
  wave,
  kinds: [`custom resources of ${wave}`],
  waitFor: 'none',
}));
/** Nothing of these waves is applied before somebody answers at the Services of the clone that they need. */
export const AFTER_SERVICES: readonly string[] = [CONVERTED.wave, '260-admission-webhooks'];

/**
 * The order of applying: whatever is named by others goes before them, and custom resources by how deep they need each other, as
 * the table of references has it. They follow the volumes, so that
 * an operator finds its data; network policies are there before the first pod runs; quotas come late, so that they
 * count the clone instead of hindering it, and webhooks last of all: what serves them is there, and nothing of the clone
 * has to pass them.
 */
export const WAVES: readonly Wave[] = [
  foundation('010-custom-resource-definitions', ['apiextensions.k8s.io/CustomResourceDefinition'], 'established'),
  foundation('020-namespaces', ['/Namespace'], 'active'),
  foundation('030-classes', [
    'storage.k8s.io/StorageClass',
    'storage.k8s.io/VolumeAttributesClass',
    'storage.k8s.io/CSIDriver',
    'scheduling.k8s.io/PriorityClass',
    'networking.k8s.io/IngressClass',
    'gateway.networking.k8s.io/GatewayClass',
    'node.k8s.io/RuntimeClass',
    'resource.k8s.io/DeviceClass',
  ]),
  foundation('040-service-accounts', ['/ServiceAccount']),
  foundation('050-configuration', ['/Secret', '/ConfigMap']),
  foundation('060-roles', ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole']),
  foundation(BINDINGS, ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding']),
  foundation('080-limit-ranges', ['/LimitRange']),
  workload('110-volumes', ['/PersistentVolume']),
  workload('120-claims', ['/PersistentVolumeClaim'], 'bound'),
  workload('130-network-policies', ['networking.k8s.io/NetworkPolicy']),
  MASKING,
  // Where data is masked, who may do something in the clone comes after it.
  HELD_BINDINGS,
  workload('140-services', ['/Service', '/Endpoints', 'discovery.k8s.io/EndpointSlice']),
  workload('150-disruption-budgets', ['policy/PodDisruptionBudget']),
  workload('160-custom-resources', []),
  ...DEEPER,
  workload('170-pods', [
    '/Pod',
    '/PodTemplate',
    'resource.k8s.io/ResourceClaim',
    'resource.k8s.io/ResourceClaimTemplate',
  ]),
  workload('180-workloads', [
    'apps/Deployment',
    'apps/StatefulSet',
    'apps/DaemonSet',
    'apps/ReplicaSet',
    'apps/ControllerRevision',
    '/ReplicationController',
  ]),
  workload('190-jobs', ['batch/Job']),
  workload('200-cron-jobs', ['batch/CronJob']),
  CONVERTED,
  workload('210-autoscalers', [
    'autoscaling/HorizontalPodAutoscaler',
    'autoscaling.k8s.io/VerticalPodAutoscaler',
    'keda.sh/ScaledObject',
  ]),
  workload('220-ingresses', ['networking.k8s.io/Ingress']),
  workload('230-api-services', ['apiregistration.k8s.io/APIService']),
  workload('240-resource-quotas', ['/ResourceQuota']),
  // After what runs on the nodes, so that a roll-back takes them first, while their controller is there.
  workload('243-node-classes', ['karpenter.k8s.aws/EC2NodeClass', 'eks.amazonaws.com/NodeClass']),
  workload('246-node-pools', ['karpenter.sh/NodePool']),
  workload('250-admission-policies', [
    'admissionregistration.k8s.io/MutatingAdmissionPolicy',
    'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  ]),
  workload('260-admission-webhooks', [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  ]),
];

const WAVE_OF_KIND = new Map(WAVES.flatMap((wave) => wave.kinds.map((kind) => [kind, wave] as const)));
const OTHERS = WAVES.find(({ wave }) => wave === '160-custom-resources')!;

const isCustom = (kind: string) => kind.includes('.') && !WAVE_OF_KIND.has(kind);
const NO_ROWS: readonly ReferenceRow[] = [];
const levelsWith = memo((own: readonly ReferenceRow[]) => levelsOf([...REFERENCES, ...own], isCustom));

/** What else of a clone decides about its waves. */
export interface WaveOptions {
  masked?: boolean;
  /** `group/Kind` of custom resources that a Service of the clone converts. */
  converted?: ReadonlySet<string>;
  /** Rows of the request, besides the table's own. */
  references?: readonly ReferenceRow[];
}

const NONE: ReadonlySet<string> = new Set();

/** The wave in which a translated object is applied; of a clone that is masked, nobody gets rights before that. */
export function waveOf(
  object: KubeObject | ObjectRef,
  { masked = false, converted = NONE, references = NO_ROWS }: WaveOptions = {},
): Wave {
  const key = kindKey(object);
  const known = WAVE_OF_KIND.get(key);
  if (!known && converted.has(key)) return CONVERTED;
  const level = Math.min(levelsWith(references).get(key) ?? 0, DEEPER.length);
  const wave = known ?? DEEPER[level - 1] ?? OTHERS;
  return masked && wave.wave === BINDINGS ? HELD_BINDINGS : wave;
}

/** The waves in which a clone may have applied an object: masked or not, converted or not, whatever its request refers to. */
export const wavesOf = (object: KubeObject | ObjectRef): Wave[] =>
  WAVE_OF_KIND.has(kindKey(object))
    ? [...new Set([waveOf(object), waveOf(object, { masked: true })])]
    : [OTHERS, ...DEEPER, CONVERTED];

/** A need of a request's own rows that the waves do not fulfil, and why not. */
export interface UnmetNeed {
  kind: string;
  to: string;
  why: 'each-other' | 'built-in' | 'too-deep';
}

/** Which needs of the rows are not fulfilled by the order of the waves. */
export function unmetNeeds(references: readonly ReferenceRow[]): UnmetNeed[] {
  const at = (key: string) => {
    const [group, kind = ''] = key.split('/');
    return waveOf({ apiVersion: `${group}${group ? '/' : ''}v1`, kind, name: '' }, { references }).wave;
  };
  const needs = references.flatMap(({ from, to }) => from.map((kind) => ({ kind, to })));
  return needs.flatMap(({ kind, to }): UnmetNeed[] => {
    const areCustom = isCustom(kind) && isCustom(to);
    if (kind === to || at(kind) > at(to) || (at(kind) === at(to) && !areCustom)) return [];
    const why = !areCustom ? 'built-in' : at(kind) < at(to) ? 'each-other' : 'too-deep';
    return [{ kind, to, why }];
  });
}

/** The wave of that name; undefined when there is none. */
export function waveNamed(name: string): Wave | undefined {
  return WAVES.find(({ wave }) => wave === name);
}

function foundation(wave: string, kinds: string[], waitFor: WaitFor = 'none'): Wave {
  return { stage: 'foundation', wave, kinds, waitFor };
}

function workload(wave: string, kinds: string[], waitFor: WaitFor = 'none'): Wave {
  return { stage: 'workload', wave, kinds, waitFor };
}
