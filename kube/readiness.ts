import type { KubeObject } from './kube-object.ts';

type Numbers = Record<string, number | undefined>;

/** Pods of a workload as its status tells them; undefined for other kinds, and before its controller has seen it. */
export function podsOf(object: KubeObject): { ready: number; wanted: number } | undefined {
  const spec = (object.spec ?? {}) as Numbers;
  const status = (object.status ?? {}) as Numbers;
  if ((status.observedGeneration ?? 0) < (object.metadata.generation ?? 0)) return undefined;
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return { ready: status.readyReplicas ?? 0, wanted: spec.replicas ?? 1 };
    case 'DaemonSet':
      return { ready: status.numberReady ?? 0, wanted: status.desiredNumberScheduled ?? 0 };
    default:
      return undefined;
  }
}

/**
 * Why a workload is not ready, or undefined when it is: the rules of `kubectl rollout status`
 * (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go). Other kinds are ready when they exist. `enough` pods are
 * all that is asked for, where that is less than the workload wants.
 */
export function notReady(object: KubeObject, enough = Number.POSITIVE_INFINITY): string | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet': {
      const pods = podsOf(object);
      if (!pods) return 'its controller has not seen it yet';
      return pods.ready >= Math.min(pods.wanted, enough) ? undefined : `${pods.ready} of ${pods.wanted} pods are ready`;
    }
    case 'PersistentVolumeClaim': {
      const { phase } = (object.status ?? {}) as { phase?: string };
      return phase === 'Bound' ? undefined : `it is ${phase ?? 'not looked at yet'}`;
    }
    default:
      return undefined;
  }
}

/** A claim of a class that waits for its first pod stays Pending until somebody uses it: nothing is wrong then. */
export const mayStayPending = (claim: KubeObject) =>
  (claim.spec as { volumeName?: string } | undefined)?.volumeName === undefined;
