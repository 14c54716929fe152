import type { KubeObject } from '../../../kube/kube-object.ts';
import type { WorkloadSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type ClaimRetention, settleOwners } from './claim-retention.ts';
import { type Controller, ownerKey, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { controlledBy, createPod, deletePod, isFinished, isReady, ownedPods, templateHash } from './pods.ts';
import { create, setStatus } from './writes.ts';

const STORAGE = 'apps/statefulsets';
const REVISION = 'controller-revision-hash';

interface StatefulSetSpec extends WorkloadSpec {
  serviceName?: string;
  podManagementPolicy?: string;
  ordinals?: { start?: number };
  updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
  volumeClaimTemplates?: KubeObject[];
  persistentVolumeClaimRetentionPolicy?: ClaimRetention;
}

/** Keeps a StatefulSet's pods with their ordinals and claims; one after the other unless its policy is Parallel. */
export const statefulSetController: Controller = {
  name: 'stateful sets',
  watches: { [STORAGE]: ownKey, '/pods': ownerKey('StatefulSet') },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const set = state.store.get(STORAGE, namespace, name);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const spec = set.spec as StatefulSetSpec;
    const revision = revisionOf(state, set, spec);
    const pods = ownedPods(state, set, spec.selector!).sort((one, other) => ordinalOf(one) - ordinalOf(other));
    report(state, set, pods, revision);
    const wanted = Array.from({ length: spec.replicas ?? 1 }, (_, index) => index + (spec.ordinals?.start ?? 0));
    for (const pod of pods) settleClaims(state, set, spec, pod, !wanted.includes(ordinalOf(pod)));
    if (growNext(state, set, spec, pods, wanted, revision)) shrinkNext(state, spec, pods, wanted, revision);
    return undefined;
  },
};

/** Creates the pods that are missing; false while one has to be waited for. */
function growNext(
  state: ClusterState,
  set: KubeObject,
  spec: StatefulSetSpec,
  pods: KubeObject[],
  wanted: number[],
  revision: string,
): boolean {
  const ordered = spec.podManagementPolicy !== 'Parallel';
  for (const ordinal of wanted) {
    const pod = pods.find((one) => ordinalOf(one) === ordinal);
    if (!pod) addPod(state, set, spec, ordinal, revision);
    else if (isFinished(pod)) deletePod(state, pod);
    if (ordered && (!pod || !isReady(pod))) return false;
  }
  return pods.length >= wanted.length;
}

/** Deletes what is too much, then what has an older template: the highest ordinal first. */
function shrinkNext(
  state: ClusterState,
  spec: StatefulSetSpec,
  pods: KubeObject[],
  wanted: number[],
  revision: string,
): void {
  const rest = pods.filter((pod) => !wanted.includes(ordinalOf(pod)));
  const parallel = spec.podManagementPolicy === 'Parallel';
  if (rest.length > 0) {
    for (const pod of parallel ? rest : rest.slice(-1)) deletePod(state, pod);
    return;
  }
  if (spec.updateStrategy?.type === 'OnDelete' || !pods.every(isReady)) return;
  const from = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const old = pods.findLast((pod) => ordinalOf(pod) >= from && pod.metadata.labels?.[REVISION] !== revision);
  if (old) deletePod(state, old);
}

function addPod(state: ClusterState, set: KubeObject, spec: StatefulSetSpec, ordinal: number, revision: string): void {
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = spec.volumeClaimTemplates ?? [];
  for (const claim of claims) addClaim(state, set, claim, name, spec);
  const volumes = claims.map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: `${metadata.name}-${name}` },
  }));
  const own = (spec.template.spec.volumes ?? []).filter((volume) => !volumes.some((one) => one.name === volume.name));
  const labels = {
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION]: revision,
  };
  const network = { hostname: name, ...(spec.serviceName ? { subdomain: spec.serviceName } : {}) };
  try {
    createPod(state, set, spec.template, { name, labels, spec: { ...network, volumes: [...own, ...volumes] } });
  } catch (error) {
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${(error as Error).message}`;
    tell(state, set, 'statefulset-controller', { type: 'Warning', reason: 'FailedCreate', message });
    throw error;
  }
}

function addClaim(
  state: ClusterState,
  set: KubeObject,
  template: KubeObject,
  pod: string,
  spec: StatefulSetSpec,
): void {
  const { namespace = '' } = set.metadata;
  const name = `${template.metadata.name}-${pod}`;
  const there = state.store.get('/persistentvolumeclaims', namespace, name);
  if (there?.metadata.deletionTimestamp) throw new Error(`pvc ${name} is being deleted`);
  if (there) return;
  const labels = { ...template.metadata.labels, ...spec.selector?.matchLabels };
  const annotations = template.metadata.annotations;
  const metadata = { name, namespace, labels, ...(annotations ? { annotations } : {}) };
  const header = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  create(state, '/persistentvolumeclaims', { ...header, metadata, spec: structuredClone(template.spec) });
}

function settleClaims(
  state: ClusterState,
  set: KubeObject,
  spec: StatefulSetSpec,
  pod: KubeObject,
  isScaledAway: boolean,
): void {
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => `${metadata.name}-${pod.metadata.name}`);
  const policy = spec.persistentVolumeClaimRetentionPolicy;
  settleOwners(state, { set, pod, claims, ...(policy ? { policy } : {}) }, isScaledAway);
}

/** Name of the ControllerRevision that holds the current template; made when there is none. */
function revisionOf(state: ClusterState, set: KubeObject, spec: StatefulSetSpec): string {
  const { namespace = '' } = set.metadata;
  const name = `${set.metadata.name}-${templateHash(spec.template)}`;
  if (state.store.get('apps/controllerrevisions', namespace, name)) return name;
  const labels = { ...spec.selector?.matchLabels, [REVISION]: name };
  create(state, 'apps/controllerrevisions', {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name, namespace, labels, ownerReferences: [controlledBy(set)] },
    data: { spec: { template: { ...spec.template, $patch: 'replace' } } },
    revision: Number(set.metadata.generation ?? 1),
  });
  return name;
}

function ordinalOf(pod: KubeObject): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
}

function report(state: ClusterState, set: KubeObject, pods: KubeObject[], revision: string): void {
  const live = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const ready = live.filter(isReady).length;
  const updated = live.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length;
  const before = (set.status ?? {}) as { currentRevision?: string };
  const current = updated === live.length ? revision : (before.currentRevision ?? revision);
  setStatus(state, STORAGE, set, {
    observedGeneration: set.metadata.generation,
    replicas: live.length,
    availableReplicas: ready,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(current === revision && live.length > 0 ? { currentReplicas: live.length } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
  });
}
