import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { controllerOf, listIn } from '../../plan/quiesce/scalable.ts';
import type { Quiesced } from './quiesced.ts';

export const POD: ServedResource = {
  apiVersion: 'v1',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
  verbs: ['list'],
};

/**
 * Pods of the scaled workloads that still run, or may. One that has ended writes nothing more, and the ReplicaSet controller
 * leaves it, such as one that was evicted, whatever the scale
 * (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection).
 */
export async function podsLeft(api: ClusterApi, namespaces: string[], quiesced: Quiesced): Promise<string[]> {
  const owners = new Set(quiesced.workloads.map(({ ref }) => `${ref.namespace}/${ref.name}`));
  const still: string[] = [];
  for await (const pod of listIn(api, [POD], POD, namespaces))
    if (!hasEnded(pod) && belongsTo(pod, owners)) still.push(refText(refOf(pod)));
  return still;
}

/** Throws NotYet while there are some. */
export async function podsAreGone(api: ClusterApi, namespaces: string[], quiesced: Quiesced): Promise<void> {
  const still = await podsLeft(api, namespaces, quiesced);
  if (still.length === 0) return;
  throw new KubeferryError(
    'NotYet',
    `${still.length} pods of the scaled workloads are still there, the first is ${still[0]}. Look at their finalizers and grace periods.`,
  );
}

const hasEnded = (pod: KubeObject) => ['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase') ?? '');

/** A Deployment's pod is owned by a ReplicaSet named after it, a StatefulSet's by the set itself. */
function belongsTo(pod: KubeObject, owners: Set<string>): boolean {
  const owner = controllerOf(pod);
  if (!owner) return false;
  const direct = `${pod.metadata.namespace}/${owner.name}`;
  return owners.has(direct) || (owner.kind === 'ReplicaSet' && owners.has(direct.replace(/-[^-]+$/, '')));
}
