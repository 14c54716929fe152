import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { mapAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { kindKey, podTemplatesOf } from '../../translate/pod-templates.ts';
import { deletesClaims, whenScaled } from '../quiesce/claim-retention.ts';
import { replicasOf } from '../quiesce/scalable.ts';
import type { ScaledDown } from './former.ts';

/** Who has to let go of a set of claims, and how. */
export interface ClaimUsers {
  /** Scaled to zero or suspended. */
  workloads: ScaledDown[];
  /** Bare pods: deleted and made again. */
  pods: KubeObject[];
  /** What cannot be scaled down, with the reason. */
  unscalable: { ref: ObjectRef; why: string }[];
}

const SCALED = ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', '/ReplicationController'];
const SUSPENDED = ['batch/Job', 'batch/CronJob'];
const LISTED: readonly [apiVersion: string, kind: string, resource: string][] = [
  ['apps/v1', 'Deployment', 'deployments'],
  ['apps/v1', 'StatefulSet', 'statefulsets'],
  ['apps/v1', 'ReplicaSet', 'replicasets'],
  ['apps/v1', 'DaemonSet', 'daemonsets'],
  ['batch/v1', 'Job', 'jobs'],
  ['batch/v1', 'CronJob', 'cronjobs'],
  ['v1', 'ReplicationController', 'replicationcontrollers'],
  ['v1', 'Pod', 'pods'],
];

/** Looks for the users of these claims (`namespace/name`) in the namespaces of the claims. */
export async function findClaimUsers(api: ClusterApi, claims: ReadonlySet<string>): Promise<ClaimUsers> {
  return usersOf(claims, await listAll(api, claims));
}

/** Pods that mount one of these claims, and workloads whose pods do or would, whoever owns them. */
export const findMounting = async (api: ClusterApi, claims: ReadonlySet<string>): Promise<KubeObject[]> =>
  (await listAll(api, claims)).filter((object) => mounts(object, claims));

async function listAll(api: ClusterApi, claims: ReadonlySet<string>): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const kind of LISTED) objects.push(...(await listIn(api, claims, kind)));
  return objects;
}

/** The pods that mount one of these claims at this moment. */
export async function findMountingPods(api: ClusterApi, claims: ReadonlySet<string>): Promise<KubeObject[]> {
  return (await listIn(api, claims, ['v1', 'Pod', 'pods'])).filter((pod) => mounts(pod, claims));
}

/** Objects of one kind in the namespaces of the claims. */
async function listIn(
  api: ClusterApi,
  claims: ReadonlySet<string>,
  [apiVersion, kind, resource]: (typeof LISTED)[number],
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  const served: ServedResource = { apiVersion, kind, resource, namespaced: true, verbs: ['list'] };
  for (const namespace of new Set([...claims].map((claim) => claim.slice(0, claim.indexOf('/')))))
    for await (const page of api.list(served, { namespace })) objects.push(...page);
  return objects;
}

/**
 * The workloads among these objects whose pods mount one of the claims. What another of them owns follows its owner. A
 * workload counts by its template, since its pods may not be there at this moment. Pure.
 */
export function usersOf(claims: ReadonlySet<string>, objects: readonly KubeObject[]): ClaimUsers {
  const users: ClaimUsers = { workloads: [], pods: [], unscalable: [] };
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  const tops = objects.filter((object) => mounts(object, claims)).map((object) => topOf(object, byUid));
  for (const object of new Set(tops)) {
    const owner = ownerOf(object);
    const ref = refOf(object);
    const uid = object.metadata.uid ?? '';
    if (owner) users.unscalable.push({ ref, why: `${owner.kind} "${owner.name}" governs it and would bring it back` });
    else if (SCALED.includes(kindKey(object))) users.workloads.push({ ref, uid, back: scaleOf(object) });
    else if (SUSPENDED.includes(kindKey(object)))
      users.workloads.push({ ref, uid, back: { suspend: mapAt(object, 'spec').suspend === true } });
    else if (object.kind === 'Pod') users.pods.push(object);
    else users.unscalable.push({ ref, why: `a ${object.kind} has no replicas that could be scaled down` });
  }
  return users;
}

const scaleOf = (object: KubeObject) => ({
  replicas: replicasOf(object),
  ...(deletesClaims(object) ? whenScaled('Delete') : {}),
});

const ownerOf = ({ metadata }: KubeObject) => (metadata.ownerReferences ?? []).find((each) => each.controller);

function topOf(object: KubeObject, byUid: Map<string | undefined, KubeObject>): KubeObject {
  const owner = byUid.get(ownerOf(object)?.uid);
  return owner ? topOf(owner, byUid) : object;
}

/** Whether pods of this object mount one of the claims; a pod that has ended mounts nothing. */
export function mounts(object: KubeObject, claims: ReadonlySet<string>): boolean {
  const { namespace = '', name } = object.metadata;
  const { phase } = mapAt(object, 'status');
  if (object.kind === 'Pod' && (phase === 'Succeeded' || phase === 'Failed')) return false;
  const named = podTemplatesOf(object).flatMap(({ template }) => claimNames(template.spec as PodSpec));
  if (named.some((claim) => claims.has(`${namespace}/${claim}`))) return true;
  const templates = (mapAt(object, 'spec').volumeClaimTemplates ?? []) as KubeObject[];
  const beginnings = templates.map((each) => `${namespace}/${each.metadata.name}-${name}-`);
  return [...claims].some((claim) => beginnings.some((each) => isOrdinal(claim, each)));
}

const isOrdinal = (claim: string, beginning: string) =>
  claim.startsWith(beginning) && /^\d+$/.test(claim.slice(beginning.length));

interface PodSpec {
  volumes?: { persistentVolumeClaim?: { claimName: string } }[];
}

const claimNames = ({ volumes = [] }: PodSpec) =>
  volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
