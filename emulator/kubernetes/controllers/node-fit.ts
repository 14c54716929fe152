import type { KubeObject } from '../../../kube/kube-object.ts';
import type { NodeRequirement, NodeSelector, PodSpec, Toleration } from '../contract/shapes.ts';

interface Taint {
  key: string;
  value?: string;
  effect: string;
}

/** Why a pod cannot run on a node, in the scheduler's words; undefined when it can. */
export function misfit(spec: PodSpec, node: KubeObject): string | undefined {
  const labels = node.metadata.labels ?? {};
  const { unschedulable, taints = [] } = (node.spec ?? {}) as { unschedulable?: boolean; taints?: Taint[] };
  if (unschedulable) return 'node(s) were unschedulable';
  const taint = taints.find((one) => one.effect !== 'PreferNoSchedule' && !isTolerated(one, spec.tolerations ?? []));
  if (taint) return `node(s) had untolerated taint(s)`;
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selected && matchesNode(node, required) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}

/** True when a node fulfils at least one term; no selector means any node. */
export function matchesNode(node: KubeObject, selector: NodeSelector | undefined): boolean {
  if (!selector) return true;
  const labels = node.metadata.labels ?? {};
  return selector.nodeSelectorTerms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((one) => fulfils(labels[one.key], one)) &&
      matchFields.every((one) => fulfils(one.key === 'metadata.name' ? node.metadata.name : undefined, one)),
  );
}

function fulfils(value: string | undefined, { operator, values = [] }: NodeRequirement): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}

function isTolerated(taint: Taint, tolerations: Toleration[]): boolean {
  return tolerations.some(({ key, operator = 'Equal', value = '', effect }) => {
    if (effect && effect !== taint.effect) return false;
    if (operator === 'Exists') return !key || key === taint.key;
    return key === taint.key && value === (taint.value ?? '');
  });
}
