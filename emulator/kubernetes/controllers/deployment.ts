import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Template, WorkloadSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Controller, ownerKey, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { controlledBy, templateHash } from './pods.ts';
import { create, setStatus, update } from './writes.ts';

const STORAGE = 'apps/deployments';
const HASH = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';

/**
 * Keeps one ReplicaSet for a Deployment's template, and empties those of older ones once the new pods are ready
 * (or before, with strategy Recreate). Surge and unavailability are not counted.
 */
export const deploymentController: Controller = {
  name: 'deployments',
  watches: { [STORAGE]: ownKey, 'apps/replicasets': ownerKey('Deployment') },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const deployment = state.store.get(STORAGE, namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp) return undefined;
    const spec = deployment.spec as WorkloadSpec & { strategy?: { type?: string }; paused?: boolean };
    const dependents = state.store.dependents(deployment.metadata.uid!);
    const sets = dependents.filter(({ storage }) => storage === 'apps/replicasets').map(({ object }) => object);
    const current = sets.find((set) => sameTemplate(set, spec.template));
    const others = sets.filter((set) => set !== current);
    const running = others.filter((set) => counts(set).replicas > 0);
    const waits = spec.strategy?.type === 'Recreate' && running.length > 0;
    if (spec.paused) {
      scalePaused(state, deployment, sets, current, spec.replicas ?? 1);
      report(state, deployment, current, sets);
      return undefined;
    }
    if (!current && !waits) addSet(state, deployment, spec, sets.length + 1);
    else if (current) scale(state, deployment, annotated(state, deployment, current), waits ? 0 : (spec.replicas ?? 1));
    if (waits || (current && counts(current).ready >= (spec.replicas ?? 1))) {
      for (const set of others) scale(state, deployment, set, 0);
    }
    report(state, deployment, current, sets);
    return undefined;
  },
};

function addSet(state: ClusterState, deployment: KubeObject, spec: WorkloadSpec, revision: number): void {
  const { name, namespace } = deployment.metadata;
  const hash = templateHash(spec.template);
  const labels = { ...spec.template.metadata?.labels, [HASH]: hash };
  const selector = { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [HASH]: hash } };
  create(state, 'apps/replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace: namespace!,
      labels,
      annotations: { ...annotationsOf(deployment), [REVISION]: String(revision) },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas: spec.replicas,
      selector,
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  });
  const message = `Scaled up replica set ${name}-${hash} from 0 to ${spec.replicas}`;
  tell(state, deployment, 'deployment-controller', { reason: 'ScalingReplicaSet', message });
}

const NOT_COPIED = /^(deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied-configuration$)/;

const annotationsOf = ({ metadata }: KubeObject) =>
  Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !NOT_COPIED.test(name)));

/** The set has what the Deployment is annotated with, and keeps it when the Deployment has it no more (`copyDeploymentAnnotationsToReplicaSet`). */
function annotated(state: ClusterState, deployment: KubeObject, set: KubeObject): KubeObject {
  const before = set.metadata.annotations ?? {};
  const annotations = { ...before, ...annotationsOf(deployment) };
  if (isDeepStrictEqual(annotations, before)) return set;
  return update(state, 'apps/replicasets', set, { ...set, metadata: { ...set.metadata, annotations } });
}

/** While it is paused nothing is rolled out, but the pods that there are still follow `replicas` (`sync` of the real one). */
function scalePaused(
  state: ClusterState,
  deployment: KubeObject,
  sets: KubeObject[],
  current: KubeObject | undefined,
  replicas: number,
): void {
  const active = sets.filter((set) => ((set.spec as WorkloadSpec).replicas ?? 0) > 0);
  const latest = current ?? sets.toSorted((one, other) => revisionOf(other) - revisionOf(one))[0];
  if (active.length <= 1) {
    const set = active[0] ?? latest;
    if (set) scale(state, deployment, set, replicas);
  } else if (replicas === 0) for (const set of active) scale(state, deployment, set, 0);
}

const revisionOf = ({ metadata }: KubeObject) => Number(metadata.annotations?.[REVISION] ?? 0);

function sameTemplate(set: KubeObject, template: Template): boolean {
  const own = structuredClone((set.spec as WorkloadSpec).template);
  delete own.metadata?.labels?.[HASH];
  return isDeepStrictEqual(own, template);
}

function scale(state: ClusterState, deployment: KubeObject, set: KubeObject, replicas: number): void {
  const spec = set.spec as WorkloadSpec;
  if (spec.replicas === replicas) return;
  update(state, 'apps/replicasets', set, { ...set, spec: { ...spec, replicas } });
  const way = replicas > (spec.replicas ?? 0) ? 'up' : 'down';
  const message = `Scaled ${way} replica set ${set.metadata.name} from ${spec.replicas} to ${replicas}`;
  tell(state, deployment, 'deployment-controller', { reason: 'ScalingReplicaSet', message });
}

function counts(set: KubeObject | undefined): { replicas: number; ready: number } {
  const { replicas = 0, readyReplicas = 0 } = (set?.status ?? {}) as { replicas?: number; readyReplicas?: number };
  return { replicas, ready: readyReplicas };
}

function report(
  state: ClusterState,
  deployment: KubeObject,
  current: KubeObject | undefined,
  sets: KubeObject[],
): void {
  const wanted = (deployment.spec as WorkloadSpec).replicas ?? 1;
  const replicas = sets.reduce((sum, set) => sum + counts(set).replicas, 0);
  const ready = sets.reduce((sum, set) => sum + counts(set).ready, 0);
  const updated = counts(current).replicas;
  const available = ready >= wanted;
  const complete = counts(current).ready >= wanted && replicas === wanted;
  const times = { lastTransitionTime: state.now(), lastUpdateTime: state.now() };
  const before = (deployment.status as { conditions?: Condition[] } | undefined)?.conditions;
  const conditions = [
    available
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    { type: 'Progressing', status: 'True', ...progress(current, complete) },
  ].map((condition) => ({ ...times, ...keptTimes(before, condition), ...condition }));
  setStatus(state, STORAGE, deployment, {
    observedGeneration: deployment.metadata.generation,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    ...(wanted > ready ? { unavailableReplicas: wanted - ready } : {}),
    conditions,
  });
}

interface Condition {
  type: string;
  status: string;
  reason: string;
  lastTransitionTime: string;
  lastUpdateTime: string;
}

function keptTimes(before: Condition[] | undefined, now: { type: string; status: string; reason: string }): object {
  const same = before?.find((one) => one.type === now.type && one.status === now.status && one.reason === now.reason);
  return same ? { lastTransitionTime: same.lastTransitionTime, lastUpdateTime: same.lastUpdateTime } : {};
}

function progress(current: KubeObject | undefined, complete: boolean): { reason: string; message: string } {
  const name = current?.metadata.name ?? '';
  return complete
    ? { reason: 'NewReplicaSetAvailable', message: `ReplicaSet "${name}" has successfully progressed.` }
    : { reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.` };
}
