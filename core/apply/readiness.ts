import type { KubeObject } from '../manifests/kube-object.ts';

type Numbers = Record<string, number | undefined>;

/**
 * Why a workload is not ready, or undefined when it is: the rules of `kubectl rollout status`
 * (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go). Other kinds are ready when they exist.
 */
export function notReady(object: KubeObject): string | undefined {
  const spec = (object.spec ?? {}) as Numbers;
  const status = (object.status ?? {}) as Numbers & { phase?: string };
  const seen = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return ready(seen, status.readyReplicas ?? 0, spec.replicas ?? 1);
    case 'DaemonSet':
      return ready(seen, status.numberReady ?? 0, status.desiredNumberScheduled ?? 0);
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound' ? undefined : `it is ${status.phase ?? 'not looked at yet'}`;
    default:
      return undefined;
  }
}

function ready(seen: boolean, have: number, want: number): string | undefined {
  if (!seen) return 'its controller has not seen it yet';
  return have >= want ? undefined : `${have} of ${want} pods are ready`;
}

/** A claim of a class that waits for its first pod stays Pending until somebody uses it: nothing is wrong then. */
export const mayStayPending = (claim: KubeObject) =>
  (claim.spec as { volumeName?: string } | undefined)?.volumeName === undefined;
