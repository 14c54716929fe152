import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { listAt, mapAt, textAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, type OwnerReference, refOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { Request } from '../../base/request/request.ts';
import { stopCommand } from '../../translate/recipes/stop-command.ts';
import { controllerOf, isScaled, isSuspended, listIn, replicasOf, runsJobs, SCALABLE } from './scalable.ts';

/** A pod that no scaled workload stands behind, so that it works on. */
export interface OtherPod {
  ref: ObjectRef;
  /** Who made it, and would make it again. */
  owner?: string;
  /** Commands that stop it by way of its owner, where an operator is known. */
  stop?: string;
  /** Claims that it mounts, `namespace/name`. */
  claims: string[];
}

/** What there is at the source that reacts to a scale to zero, or works on beside it; light enough to hold. */
export interface Reactions {
  /** What is going to be scaled; without its template. */
  scaled: KubeObject[];
  /** Workloads with replicas that their owners would scale back, so that nobody scales them. */
  owned: KubeObject[];
  pods: OtherPod[];
  /** Claims that belong to a pod of a scaled workload, and go with it. */
  podClaims: { ref: ObjectRef; pod: string; isEphemeral: boolean }[];
  /** HorizontalPodAutoscalers and ScaledObjects. */
  autoscalers: KubeObject[];
  /** CronJobs that start jobs meanwhile, with the claims of these. */
  cronJobs: { ref: ObjectRef; claims: string[] }[];
}

const AUTOSCALERS = [
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' },
];

/** Looks at the selected namespaces, before anything is scaled there. */
export async function readReactions(
  api: ClusterApi,
  { selection, cutOver }: Request,
  namespaces: string[],
): Promise<Reactions> {
  const { resources } = await api.discover();
  const found: Reactions = { scaled: [], owned: [], pods: [], podClaims: [], autoscalers: [], cronJobs: [] };
  /** Uids of what is scaled, or told of by its owner, and of the ReplicaSets of both. */
  const known = new Set<string>();
  for (const kind of SCALABLE)
    for await (const object of listIn(api, resources, { apiVersion: 'apps/v1', kind }, namespaces)) {
      const owner = controllerOf(object);
      const isKnown = owner !== undefined && known.has(owner.uid);
      if (isScaled(object, selection)) found.scaled.push(light(object));
      else if (owner && owner.kind !== 'Deployment' && replicasOf(object) > 0) found.owned.push(light(object));
      else if (!isKnown) continue;
      known.add(object.metadata.uid ?? '');
    }
  const scaledPods = await readPods(api, resources, namespaces, found, known);
  await readClaims(api, resources, namespaces, found, scaledPods);
  for (const of of AUTOSCALERS)
    for await (const object of listIn(api, resources, of, namespaces)) found.autoscalers.push(light(object));
  for await (const job of listIn(api, resources, { apiVersion: 'batch/v1', kind: 'CronJob' }, namespaces))
    if (runsJobs(job) && !(cutOver && isSuspended(job, selection)))
      found.cronJobs.push({
        ref: refOf(job),
        claims: claimsIn(mapAt(job, 'spec.jobTemplate.spec.template'), job.metadata),
      });
  return found;
}

/** Answers the pods that go when their workload is scaled, with the names of their ephemeral volumes' claims. */
async function readPods(
  api: ClusterApi,
  resources: ServedResource[],
  namespaces: string[],
  found: Reactions,
  known: Set<string>,
): Promise<Map<string, { name: string; ephemeral: string[] }>> {
  const scaled = new Map<string, { name: string; ephemeral: string[] }>();
  for await (const pod of listIn(api, resources, { apiVersion: 'v1', kind: 'Pod' }, namespaces)) {
    if (['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase') ?? '')) continue;
    const { name, uid = '' } = pod.metadata;
    const owner = controllerOf(pod);
    const volumes = listAt(pod, 'spec.volumes') as { name: string; ephemeral?: object }[];
    const ephemeral = volumes.filter((volume) => volume.ephemeral).map((volume) => `${name}-${volume.name}`);
    if (owner && known.has(owner.uid)) scaled.set(uid, { name, ephemeral });
    else if (!isTold(found.pods, owner, pod.metadata.namespace) || claimsIn(pod, pod.metadata).length > 0)
      found.pods.push({
        ref: refOf(pod),
        ...(owner ? { owner: `${owner.kind} ${owner.name}`, ...stopOf(owner, pod.metadata.namespace) } : {}),
        claims: claimsIn(pod, pod.metadata),
      });
  }
  return scaled;
}

const stopOf = (owner: OwnerReference, namespace: string | undefined) => {
  const stop = stopCommand(owner, namespace);
  return stop === undefined ? {} : { stop };
};

/** Of many pods of one owner, such as a DaemonSet, one is enough. */
const isTold = (pods: OtherPod[], owner: OwnerReference | undefined, namespace: string | undefined) =>
  owner !== undefined &&
  pods.some((each) => each.owner === `${owner.kind} ${owner.name}` && each.ref.namespace === namespace);

async function readClaims(
  api: ClusterApi,
  resources: ServedResource[],
  namespaces: string[],
  found: Reactions,
  scaledPods: Map<string, { name: string; ephemeral: string[] }>,
): Promise<void> {
  const kind = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  for await (const claim of listIn(api, resources, kind, namespaces)) {
    const pod = claim.metadata.ownerReferences?.map(({ uid }) => scaledPods.get(uid)).find(Boolean);
    if (!pod) continue;
    const isEphemeral = pod.ephemeral.includes(claim.metadata.name);
    found.podClaims.push({ ref: refOf(claim), pod: pod.name, isEphemeral });
  }
}

function claimsIn(pod: object, { namespace }: KubeObject['metadata']): string[] {
  const volumes = listAt(pod, 'spec.volumes') as { persistentVolumeClaim?: { claimName?: string } }[];
  return volumes.flatMap(({ persistentVolumeClaim: claim }) =>
    claim?.claimName ? [`${namespace}/${claim.claimName}`] : [],
  );
}

/** What findings look at. */
function light({ apiVersion, kind, metadata, spec }: KubeObject): KubeObject {
  const {
    template: _template,
    volumeClaimTemplates: _claims,
    triggers: _triggers,
    ...rest
  } = (spec ?? {}) as object & {
    template?: unknown;
    volumeClaimTemplates?: unknown;
    triggers?: unknown;
  };
  const { managedFields: _fields, ...kept } = metadata;
  return { apiVersion, kind, metadata: kept, spec: rest };
}
