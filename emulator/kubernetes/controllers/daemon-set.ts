import type { KubeObject } from '../../../kube/kube-object.ts';
import type { PodSpec, WorkloadSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Controller, keyOf, ownerKey, ownKey, parseKey } from './controller.ts';
import { misfit } from './node-fit.ts';
import { createPod, deletePod, isReady, ownedPods } from './pods.ts';
import { setStatus } from './writes.ts';

const STORAGE = 'apps/daemonsets';

/** Keeps one pod of a DaemonSet on each node that it fits. */
export const daemonSetController: Controller = {
  name: 'daemon sets',
  watches: {
    [STORAGE]: ownKey,
    '/pods': ownerKey('DaemonSet'),
    '/nodes': (_event, state) =>
      state.store.list(STORAGE).map(({ metadata }) => keyOf(metadata.namespace, metadata.name)),
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const set = state.store.get(STORAGE, namespace, name);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const spec = set.spec as WorkloadSpec;
    const pods = ownedPods(state, set, spec.selector!);
    const nodes = state.store.list('/nodes').filter((node) => !misfit(spec.template.spec, node));
    const nodeOf = (pod: KubeObject) => (pod.spec as PodSpec).nodeName;
    for (const node of nodes) {
      if (pods.some((pod) => nodeOf(pod) === node.metadata.name)) continue;
      createPod(state, set, spec.template, { generateName: `${name}-`, spec: { nodeName: node.metadata.name } });
    }
    for (const pod of pods) if (!nodes.some((node) => node.metadata.name === nodeOf(pod))) deletePod(state, pod);
    report(state, set, pods, nodes.length);
    return undefined;
  },
};

function report(state: ClusterState, set: KubeObject, pods: KubeObject[], wanted: number): void {
  const ready = pods.filter(isReady).length;
  setStatus(state, STORAGE, set, {
    currentNumberScheduled: pods.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: wanted,
    numberReady: ready,
    observedGeneration: set.metadata.generation,
    updatedNumberScheduled: pods.length,
    ...(ready > 0 ? { numberAvailable: ready } : {}),
    ...(wanted > ready ? { numberUnavailable: wanted - ready } : {}),
  });
}
