import type { KubeObject } from '../../../kube/kube-object.ts';
import type { WorkloadSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Controller, keyOf, ownerKey, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { createPod, deletePod, isFinished, isReady, ownedPods } from './pods.ts';
import { setStatus } from './writes.ts';

const STORAGE = 'apps/replicasets';

/** Keeps as many pods as a ReplicaSet wants. */
export const replicaSetController: Controller = {
  name: 'replica sets',
  watches: {
    [STORAGE]: ownKey,
    '/pods': (event, state) => {
      const owners = ownerKey('ReplicaSet')(event, state);
      const orphan = !event.object.metadata.ownerReferences?.length && event.type === 'ADDED';
      if (!orphan) return owners;
      const { namespace } = event.object.metadata;
      return state.store.list(STORAGE, namespace).map(({ metadata }) => keyOf(namespace, metadata.name));
    },
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const set = state.store.get(STORAGE, namespace, name);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const spec = set.spec as WorkloadSpec;
    const pods = ownedPods(state, set, spec.selector!).filter(
      (pod) => !isFinished(pod) && !pod.metadata.deletionTimestamp,
    );
    const missing = (spec.replicas ?? 1) - pods.length;
    report(state, set, pods);
    for (let index = 0; index < missing; index++) addPod(state, set, spec);
    const unready = pods.toSorted((one, other) => Number(isReady(one)) - Number(isReady(other)));
    for (const pod of unready.slice(0, Math.max(0, -missing))) deletePod(state, pod);
    return undefined;
  },
};

function addPod(state: ClusterState, set: KubeObject, spec: WorkloadSpec): void {
  try {
    createPod(state, set, spec.template, { generateName: `${set.metadata.name}-` });
  } catch (error) {
    const message = `Error creating: ${(error as Error).message}`;
    tell(state, set, 'replicaset-controller', { type: 'Warning', reason: 'FailedCreate', message });
    throw error;
  }
}

function report(state: ClusterState, set: KubeObject, pods: KubeObject[]): void {
  const ready = pods.filter(isReady).length;
  setStatus(state, STORAGE, set, {
    replicas: pods.length,
    ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    observedGeneration: set.metadata.generation,
  });
}
