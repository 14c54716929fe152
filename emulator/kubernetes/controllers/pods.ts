import { createHash } from 'node:crypto';
import type { KubeObject, OwnerReference } from '../../../kube/kube-object.ts';
import type { LabelSelector, Template } from '../contract/shapes.ts';
import { matchesSelector } from '../labels/label-selector.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deleteObject } from '../write/delete.ts';
import { create, update } from './writes.ts';

/** The reference that makes `owner` the controller of what carries it. */
export function controlledBy(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid: uid!, controller: true, blockOwnerDeletion: true };
}

/** Pods that the owner controls; matching pods without a controller are adopted. */
export function ownedPods(state: ClusterState, owner: KubeObject, selector: LabelSelector): KubeObject[] {
  const { uid, namespace } = owner.metadata;
  const orphans = state.store.filter('/pods', namespace, (pod) => isAdoptable(pod, selector));
  for (const pod of orphans) {
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controlledBy(owner)];
    update(state, '/pods', pod, { ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }
  const dependents = state.store.dependents(uid!).filter(({ storage }) => storage === '/pods');
  return dependents.map(({ object }) => object).filter((pod) => controllerOf(pod)?.uid === uid);
}

function isAdoptable(pod: KubeObject, selector: LabelSelector): boolean {
  return !controllerOf(pod) && !pod.metadata.deletionTimestamp && matchesSelector(pod.metadata.labels ?? {}, selector);
}

function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((one) => one.controller);
}

/** Makes a pod of a template; throws what the server refuses. */
export function createPod(
  state: ClusterState,
  owner: KubeObject,
  template: Template,
  identity: { name?: string; generateName?: string; labels?: Record<string, string>; spec?: object },
): void {
  const { name, generateName, labels, spec } = identity;
  const metadata = {
    ...(name ? { name } : { name: '', generateName: generateName! }),
    namespace: owner.metadata.namespace!,
    labels: { ...template.metadata?.labels, ...labels },
    ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
    ownerReferences: [controlledBy(owner)],
  };
  create(state, '/pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...template.spec, ...spec } });
}

export function deletePod(state: ClusterState, pod: KubeObject): void {
  if (!pod.metadata.deletionTimestamp) deleteObject(state, state.registry.ofStorage('/pods'), pod, {});
}

export function isReady(pod: KubeObject): boolean {
  const { conditions = [] } = (pod.status ?? {}) as { conditions?: { type: string; status: string }[] };
  return !pod.metadata.deletionTimestamp && conditions.some((one) => one.type === 'Ready' && one.status === 'True');
}

export function isFinished(pod: KubeObject): boolean {
  const { phase } = (pod.status ?? {}) as { phase?: string };
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Short name of a template's content, as in `web-5d4f8c7b9d`. */
export function templateHash(template: Template): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return [...digest.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
