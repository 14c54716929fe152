import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import type { Stage } from '../base/run/envelope.ts';
import { levelsOf } from './graph/levels.ts';
import { kindKey } from './pod-templates.ts';
import { REFERENCES } from './tables/references/references.ts';
import type { ReferenceRow } from './tables/references/row.ts';

/** What a wave waits for before the next one starts: `bound` counts only for claims that name their volume. */
export type WaitFor = 'established' | 'active' | 'bound' | 'available' | 'complete' | 'none';

export interface Wave {
  stage: Stage;
  /** Sorts in the order of the waves. */
  wave: string;
  waitFor: WaitFor;
  /** `group/Kind`; an empty list takes every other kind. */
  kinds: readonly string[];
}

const BINDINGS = '070-role-bindings';
const WORKLOADS = '180-workloads';

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
/** Operators with a recipe: they are there before their resources, and know what to do with claims that are there already. */
export const OPERATORS: Wave = {
  stage: 'workload',
  wave: '155-operators',
  kinds: ['operators with a recipe'],
  waitFor: 'available',
};
/** Custom resources that need others, and those that need these: as deep as the references go, up to this many waves. */
const DEEPER: readonly Wave[] = [
  '162-second',
  '164-third',
  '165-fourth',
  '166-fifth',
  '167-sixth',
  '168-seventh',
  '169-eighth',
].map((wave) => ({
  stage: 'workload',
  wave: `${wave}-custom-resources`,
  kinds: [`custom resources of ${wave}`],
  waitFor: 'none',
}));
/** So many waves of custom resources there are: what needs others deeper than that is applied with the last. */
export const DEEPEST: number = DEEPER.length;
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
  // Zalando's operator reads its own configuration once, when it starts.
  foundation('050-configuration', ['/Secret', '/ConfigMap', 'acid.zalan.do/OperatorConfiguration']),
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
  OPERATORS,
  workload('160-custom-resources', []),
  ...DEEPER,
  workload('170-pods', [
    '/Pod',
    '/PodTemplate',
    'resource.k8s.io/ResourceClaim',
    'resource.k8s.io/ResourceClaimTemplate',
  ]),
  workload(WORKLOADS, [
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

export const isCustom = (kind: string) => kind.includes('.') && !WAVE_OF_KIND.has(kind);
const NO_ROWS: readonly ReferenceRow[] = [];
const levelsWith = memo((own: readonly ReferenceRow[]) => levelsOf([...REFERENCES, ...own], isCustom));

/** What else of a clone decides about its waves. */
export interface WaveOptions {
  masked?: boolean;
  /** `group/Kind` of custom resources that a Service of the clone converts. */
  converted?: ReadonlySet<string>;
  /** Rows of the request, besides the table's own. */
  references?: readonly ReferenceRow[];
  /** Operators with a recipe, `group/Kind namespace/name` in the target. */
  operators?: ReadonlySet<string>;
  /** Custom resource in the target, named likewise -> how deep it needs others. */
  levels?: ReadonlyMap<string, number>;
}

const NONE: ReadonlySet<string> = new Set();

/** How deep a kind of custom resources needs others, by the table and by rows of one's own. */
export const levelOfKind = (kind: string, references: readonly ReferenceRow[] = NO_ROWS): number =>
  Math.min(levelsWith(references).get(kind) ?? 0, DEEPEST);

/** The wave in which a translated object is applied; of a clone that is masked, nobody gets rights before that. */
export function waveOf(object: KubeObject | ObjectRef, options: WaveOptions = {}): Wave {
  const { masked = false, converted = NONE, operators = NONE } = options;
  const key = kindKey(object);
  const known = WAVE_OF_KIND.get(key);
  if (!known) return converted.has(key) ? CONVERTED : (DEEPER[levelIn(object, key, options) - 1] ?? OTHERS);
  if (known.wave === WORKLOADS && operators.size > 0 && operators.has(placeOf(object, key))) return OPERATORS;
  return masked && known.wave === BINDINGS ? HELD_BINDINGS : known;
}

function levelIn(object: KubeObject | ObjectRef, key: string, { references, levels }: WaveOptions): number {
  const own = levels && levels.size > 0 ? (levels.get(placeOf(object, key)) ?? 0) : 0;
  return Math.min(Math.max(own, levelOfKind(key, references)), DEEPEST);
}

/** As `orderName` has it. */
function placeOf(object: KubeObject | ObjectRef, key: string): string {
  const { namespace, name } = 'metadata' in object ? object.metadata : object;
  return `${key} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** The waves in which a clone may have applied an object, whatever it masks, converts, brings along or refers to. */
export function wavesOf(object: KubeObject | ObjectRef): Wave[] {
  const known = WAVE_OF_KIND.get(kindKey(object));
  if (!known) return [OTHERS, ...DEEPER, CONVERTED];
  if (known.wave === WORKLOADS) return [OPERATORS, known];
  return [...new Set([known, waveOf(object, { masked: true })])];
}

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
