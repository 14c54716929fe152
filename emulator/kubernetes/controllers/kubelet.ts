import { randomUUID } from 'node:crypto';
import { textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Container, PodSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deleteObject } from '../write/delete.ts';
import { updateObject } from '../write/update.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { whatIsMissing } from './mounts.ts';
import { isFinished } from './pods.ts';

/** Time between the steps of a pod's life: long enough to be seen by a watch, short enough for tests. */
const STEP_MILLISECONDS = 15;

/** Plays every node's kubelet: starts pods whose volumes are there, ends those of Jobs, and stops deleted ones. */
export const kubelet: Controller = {
  name: 'kubelet',
  watches: {
    '/pods': (event) => (event.type !== 'DELETED' && (event.object.spec as PodSpec).nodeName ? ownKey(event) : []),
    '/configmaps': (event, state) => startingPods(state, event.object.metadata.namespace),
    '/secrets': (event, state) => startingPods(state, event.object.metadata.namespace),
    '/persistentvolumeclaims': (event, state) => startingPods(state, event.object.metadata.namespace),
    'storage.k8s.io/volumeattachments': (_event, state) => startingPods(state, undefined),
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const pod = state.store.get('/pods', namespace, name);
    if (!pod || !(pod.spec as PodSpec).nodeName) return undefined;
    const age = ageOf(pod);
    if (age < STEP_MILLISECONDS) return STEP_MILLISECONDS - age;
    if (pod.metadata.deletionTimestamp) stopPod(state, pod);
    else if (phaseOf(pod) === 'Pending') startPod(state, pod);
    else if (phaseOf(pod) === 'Running' && isOfJob(pod)) return finishPod(state, pod);
    return undefined;
  },
};

function startingPods(state: ClusterState, namespace: string | undefined): string[] {
  const starting = state.store.filter('/pods', namespace, (pod) =>
    Boolean(phaseOf(pod) === 'Pending' && (pod.spec as PodSpec).nodeName),
  );
  return starting.map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
}

/** When this process first saw the pod in its present state, by object identity. */
const seen = new WeakMap<KubeObject, number>();

function ageOf(pod: KubeObject): number {
  const now = performance.now();
  const since = seen.get(pod) ?? now;
  seen.set(pod, since);
  return now - since;
}

function startPod(state: ClusterState, pod: KubeObject): void {
  const problem = whatIsMissing(state, pod) ?? missingImage(state, pod);
  if (problem) {
    const event = { type: 'Warning' as const, reason: problem.event, message: problem.message };
    tell(state, pod, 'kubelet', event);
    write(state, pod, { ...(pod.status as object), ...pendingStatus(state, pod, problem) });
    return;
  }
  const spec = pod.spec as PodSpec;
  const startedAt = state.now();
  const statuses = spec.containers.map((container) => containerStatus(container, { running: { startedAt } }, true));
  write(state, pod, {
    ...(pod.status as object),
    phase: 'Running',
    conditions: conditions(state, 'True'),
    hostIP: '10.0.0.10',
    hostIPs: [{ ip: '10.0.0.10' }],
    podIP: podAddress(pod),
    podIPs: [{ ip: podAddress(pod) }],
    startTime: startedAt,
    containerStatuses: statuses,
    ...(spec.initContainers?.length ? { initContainerStatuses: initStatuses(spec.initContainers, startedAt) } : {}),
  });
  for (const { name, image } of spec.containers) {
    tell(state, pod, 'kubelet', { reason: 'Started', message: `Started container ${name} of image ${image}` });
  }
}

function initStatuses(containers: Container[], at: string): object[] {
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at };
  return containers.map((container) => containerStatus(container, { terminated }, true));
}

function pendingStatus(state: ClusterState, pod: KubeObject, problem: { reason: string; message: string }): object {
  const waiting = {
    reason: problem.reason,
    ...(problem.reason === 'ContainerCreating' ? {} : { message: problem.message }),
  };
  return {
    conditions: conditions(state, 'False'),
    containerStatuses: (pod.spec as PodSpec).containers.map((container) =>
      containerStatus(container, { waiting }, false),
    ),
  };
}

/** Answers in how many milliseconds to look again at one that runs on. */
function finishPod(state: ClusterState, pod: KubeObject): number | undefined {
  const end = state.endOf?.(pod) ?? { exitCode: 0 };
  if (typeof end === 'string') return STEP_MILLISECONDS * 10;
  const at = state.now();
  const { exitCode } = end;
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  const startedAt = textAt(pod, 'status.startTime') || at;
  const terminated = { exitCode, reason, startedAt, finishedAt: at };
  const statuses = (pod.spec as PodSpec).containers.map((container) =>
    containerStatus(container, { terminated }, false),
  );
  const ended = conditions(state, 'False').map((one) =>
    one.type.endsWith('eady') ? { ...one, reason: exitCode === 0 ? 'PodCompleted' : 'PodFailed' } : one,
  );
  const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
  write(state, pod, { ...(pod.status as object), phase, conditions: ended, containerStatuses: statuses });
  return undefined;
}

/** As the kubelet says it between two pulls (pkg/kubelet/images/image_manager.go). */
function missingImage(
  state: ClusterState,
  pod: KubeObject,
): { reason: string; event: 'Failed'; message: string } | undefined {
  if (!isOfJob(pod) || state.endOf?.(pod) !== 'no image') return undefined;
  const { image } = (pod.spec as PodSpec).containers[0]!;
  return { reason: 'ImagePullBackOff', event: 'Failed', message: `Back-off pulling image "${image}"` };
}

function stopPod(state: ClusterState, pod: KubeObject): void {
  const options = { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid! } };
  deleteObject(state, state.registry.ofStorage('/pods'), pod, options);
}

function conditions(state: ClusterState, ready: 'True' | 'False'): { type: string; status: string }[] {
  const times = { lastProbeTime: null, lastTransitionTime: state.now() };
  const always = ['PodReadyToStartContainers', 'Initialized'].map((type) => ({ type, status: 'True', ...times }));
  const readiness = ['Ready', 'ContainersReady'].map((type) => ({ type, status: ready, ...times }));
  return [...always, ...readiness, { type: 'PodScheduled', status: 'True', ...times }];
}

function containerStatus({ name, image }: Container, state: object, ready: boolean): object {
  const started = 'running' in state;
  const ids = started
    ? { containerID: `containerd://${randomUUID()}`, imageID: `${image}@sha256:${'0'.repeat(64)}` }
    : { imageID: '' };
  return { name, image, ...ids, state, lastState: {}, ready, started, restartCount: 0 };
}

function podAddress(pod: KubeObject): string {
  const hash = [...pod.metadata.uid!].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_000, 7);
  return `10.1.${hash >> 8}.${hash & 255}`;
}

function write(state: ClusterState, pod: KubeObject, status: object): void {
  const options = { manager: 'kubelet', dryRun: false, operation: 'Update' as const, subresource: 'status' };
  const same =
    JSON.stringify({ ...status, conditions: 0 }) === JSON.stringify({ ...(pod.status as object), conditions: 0 });
  if (!same) updateObject(state, state.registry.ofStorage('/pods'), pod, { ...pod, status }, options);
}

function isOfJob(pod: KubeObject): boolean {
  return (
    !isFinished(pod) && Boolean(pod.metadata.ownerReferences?.some((owner) => owner.controller && owner.kind === 'Job'))
  );
}

function phaseOf(pod: KubeObject): string | undefined {
  return (pod.status as { phase?: string } | undefined)?.phase;
}
