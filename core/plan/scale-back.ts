import { fieldAt, textAt } from '../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { GITOPS_MARKS, MANAGED_BY, RUN_BY_HAND } from '../translate/tables/managers.ts';
import type { Reactions } from './quiesce/read-reactions.ts';
import { controllerOf } from './quiesce/scalable.ts';

/** Whoever keeps a workload's spec as it has it, by the marks that it leaves: `Argo CD (…: …)`. */
export function managerOf({ metadata }: KubeObject): string | undefined {
  const marks = { ...metadata.labels, ...metadata.annotations };
  const mark = Object.keys(marks).find((name) => name in GITOPS_MARKS);
  if (mark) return `${GITOPS_MARKS[mark]} (${mark}: ${marks[mark]})`;
  const [owner] = metadata.ownerReferences ?? [];
  if (owner) return `${owner.kind} ${owner.name} (ownerReferences)`;
  const value = metadata.labels?.[MANAGED_BY];
  if (!value || RUN_BY_HAND.some((each) => each.test(value))) return undefined;
  return `${value} (${MANAGED_BY})`;
}

/**
 * Autoscalers that scale a workload up from zero, each with how to pause it. A HorizontalPodAutoscaler does nothing while its
 * target is at zero
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation),
 * unless it may scale to zero itself (minReplicas 0). KEDA scales from zero by its triggers, and up to minReplicaCount, unless it is
 * paused, at no other count than zero (https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling).
 */
export function scalersOf(workload: KubeObject, { autoscalers }: Reactions): { scaler: KubeObject; pause: string }[] {
  return autoscalers
    .filter((scaler) => targets(scaler, workload))
    .flatMap((scaler) => {
      const { name, namespace } = scaler.metadata;
      if (scaler.kind === 'ScaledObject') {
        const pause = `kubectl --namespace ${namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused=true`;
        return isPaused(scaler) ? [] : [{ scaler, pause }];
      }
      const pause = `kubectl --namespace ${namespace} patch hpa ${name} --patch '{"spec": {"minReplicas": 1}}'`;
      return fieldAt(scaler, 'spec.minReplicas') === 0 && !controllerOf(scaler) ? [{ scaler, pause }] : [];
    });
}

function targets(scaler: KubeObject, workload: KubeObject): boolean {
  const reference = fieldAt(scaler, 'spec.scaleTargetRef');
  return (
    scaler.metadata.namespace === workload.metadata.namespace &&
    (textAt(reference, 'kind') ?? 'Deployment') === workload.kind &&
    textAt(reference, 'name') === workload.metadata.name
  );
}

function isPaused({ metadata: { annotations = {} } }: KubeObject): boolean {
  const count = annotations['autoscaling.keda.sh/paused-replicas'];
  return count === undefined ? annotations['autoscaling.keda.sh/paused'] === 'true' : count === '0';
}

export const nameOf = (object: KubeObject) => refText(refOf(object));
