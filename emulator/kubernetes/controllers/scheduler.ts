import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClaimSpec, PodSpec, VolumeSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { bind, findVolume } from './bind-claim.ts';
import { SELECTED_NODE } from './claim-binder.ts';
import { claimNames } from './claims-of-pod.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { matchesNode, misfit } from './node-fit.ts';
import { setStatus, update } from './writes.ts';

/** Gives each pod a node that fits it and its volumes, or says truthfully why there is none. Resources are not counted. */
export const scheduler: Controller = {
  name: 'scheduler',
  watches: {
    '/pods': (event) => (isWaiting(event.object) && event.type !== 'DELETED' ? ownKey(event) : []),
    '/persistentvolumeclaims': waitingPods,
    '/persistentvolumes': waitingPods,
    '/nodes': waitingPods,
    'storage.k8s.io/storageclasses': waitingPods,
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const pod = state.store.get('/pods', namespace, name);
    if (!pod || !isWaiting(pod)) return undefined;
    const problem = schedule(state, pod);
    if (problem) refuse(state, pod, problem);
    return undefined;
  },
};

function isWaiting(pod: KubeObject): boolean {
  const {
    nodeName,
    schedulingGates,
    schedulerName = 'default-scheduler',
  } = pod.spec as PodSpec & { schedulerName?: string };
  if (schedulerName !== 'default-scheduler' || schedulingGates?.length) return false;
  return !nodeName && !pod.metadata.deletionTimestamp;
}

function waitingPods(_event: unknown, state: ClusterState): string[] {
  const pods = state.store.filter('/pods', undefined, isWaiting);
  return pods.map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
}

/** Binds the pod to a node, or sees to its claims first; answers the reason when nothing fits. */
function schedule(state: ClusterState, pod: KubeObject): string | undefined {
  const claims: KubeObject[] = [];
  for (const name of claimNames(pod)) {
    const claim = state.store.get('/persistentvolumeclaims', pod.metadata.namespace ?? '', name);
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`;
    if (phaseOf(claim) === 'Lost')
      return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${(claim.spec as ClaimSpec).volumeName ?? ''}"`;
    claims.push(claim);
  }
  const unbound = claims.filter((claim) => phaseOf(claim) !== 'Bound');
  if (unbound.some((claim) => !waitsForConsumer(state, claim)))
    return 'pod has unbound immediate PersistentVolumeClaims';
  const { fitting, reasons } = filterNodes(state, pod, claims);
  const node = leastUsed(state, fitting);
  if (!node) return summary(state, reasons);
  const pending = unbound.filter((claim) => !settleClaim(state, claim, node));
  if (pending.length > 0) return undefined;
  assign(state, pod, node);
  return undefined;
}

function filterNodes(
  state: ClusterState,
  pod: KubeObject,
  claims: KubeObject[],
): { fitting: KubeObject[]; reasons: string[] } {
  const reasons: string[] = [];
  const fitting = state.store.list('/nodes').filter((node) => {
    const reason = misfit(pod.spec as PodSpec, node) ?? volumeMisfit(state, claims, node);
    if (reason) reasons.push(reason);
    return !reason;
  });
  return { fitting, reasons };
}

function volumeMisfit(state: ClusterState, claims: KubeObject[], node: KubeObject): string | undefined {
  for (const claim of claims) {
    const { volumeName, storageClassName = '' } = claim.spec as ClaimSpec;
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    const volume = volumeName ? state.store.get('/persistentvolumes', '', volumeName) : undefined;
    if (volume && !fitsVolume(volume, node)) return "node(s) didn't match PersistentVolume's node affinity";
    if (volume) continue;
    if (selected && selected !== node.metadata.name) return 'node(s) did not have the selected volume';
    const storageClass = state.store.get('storage.k8s.io/storageclasses', '', storageClassName);
    const dynamic = storageClass && storageClass.provisioner !== 'kubernetes.io/no-provisioner';
    if (!dynamic && !findVolume(state, claim, false, (one) => fitsVolume(one, node))) {
      return "node(s) didn't find available persistent volumes to bind";
    }
  }
  return undefined;
}

function fitsVolume(volume: KubeObject, node: KubeObject): boolean {
  return matchesNode(node, (volume.spec as VolumeSpec).nodeAffinity?.required);
}

/** Binds a waiting claim to a volume near the node, or asks for one there; true when it is bound. */
function settleClaim(state: ClusterState, claim: KubeObject, node: KubeObject): boolean {
  const found = findVolume(state, claim, false, (volume) => fitsVolume(volume, node));
  if (found) {
    bind(state, found, claim);
    return true;
  }
  if (claim.metadata.annotations?.[SELECTED_NODE]) return false;
  const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: node.metadata.name };
  update(state, '/persistentvolumeclaims', claim, { ...claim, metadata: { ...claim.metadata, annotations } });
  return false;
}

function assign(state: ClusterState, pod: KubeObject, node: KubeObject): void {
  // A binding is no update by the scheduler: it counts no generation and owns no field.
  const bound = state.store.put('/pods', { ...pod, spec: { ...(pod.spec as PodSpec), nodeName: node.metadata.name } });
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: state.now() };
  setStatus(state, '/pods', bound, { ...(bound.status as object), conditions: [condition] });
  const { namespace, name } = pod.metadata;
  const message = `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`;
  tell(state, pod, 'default-scheduler', { reason: 'Scheduled', message });
}

function refuse(state: ClusterState, pod: KubeObject, message: string): void {
  const before = (pod.status as { conditions?: { message?: string }[] }).conditions?.[0];
  if (before?.message === message) return;
  const condition = { type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime: state.now() };
  const conditions = [{ ...condition, reason: 'Unschedulable', message }];
  setStatus(state, '/pods', pod, { ...(pod.status as object), conditions });
  tell(state, pod, 'default-scheduler', { type: 'Warning', reason: 'FailedScheduling', message });
}

function summary(state: ClusterState, reasons: string[]): string {
  const counts = Map.groupBy(reasons, (reason) => reason);
  const parts = [...counts].map(([reason, same]) => `${same.length} ${reason}`).sort();
  const total = state.store.list('/nodes').length;
  return total === 0 ? 'no nodes available to schedule pods' : `0/${total} nodes are available: ${parts.join(', ')}.`;
}

function leastUsed(state: ClusterState, nodes: KubeObject[]): KubeObject | undefined {
  const used = new Map<string | undefined, number>();
  const count = (pod: KubeObject) => {
    const { nodeName } = pod.spec as PodSpec;
    used.set(nodeName, (used.get(nodeName) ?? 0) + 1);
    return false;
  };
  state.store.filter('/pods', undefined, count);
  const load = (node: KubeObject) => used.get(node.metadata.name) ?? 0;
  return nodes.toSorted((one, other) => load(one) - load(other))[0];
}

function waitsForConsumer(state: ClusterState, claim: KubeObject): boolean {
  const { storageClassName = '', volumeName } = claim.spec as ClaimSpec;
  if (volumeName) return false;
  return (
    state.store.get('storage.k8s.io/storageclasses', '', storageClassName)?.volumeBindingMode === 'WaitForFirstConsumer'
  );
}

function phaseOf(object: KubeObject): string | undefined {
  return (object.status as { phase?: string } | undefined)?.phase;
}
