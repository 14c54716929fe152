import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { readAhead } from '../../base/read-ahead.ts';
import type { Request } from '../../base/request/request.ts';
import { isSelected } from '../../translate/selection.ts';

/** A few hundred namespaces one after the other would take minutes of round trips for each kind. */
const NAMESPACES_AT_ONCE = 16;

type Selection = Request['selection'];

/** Kinds of apps/v1 that have a scale. */
export const SCALABLE = ['Deployment', 'StatefulSet', 'ReplicaSet'];

/** Whether a quiesce scales it: selected, and nobody's. An owned one follows its owner, which would scale it back. */
export const isScaled = (object: KubeObject, selection: Selection) =>
  SCALABLE.includes(object.kind) && isSelected(object, selection) && !controllerOf(object) && replicasOf(object) > 0;

/** Whether a cut-over suspends it. */
export const isSuspended = (object: KubeObject, selection: Selection) =>
  object.kind === 'CronJob' && isSelected(object, selection) && !controllerOf(object) && runsJobs(object);

export const controllerOf = ({ metadata }: KubeObject) => metadata.ownerReferences?.find((owner) => owner.controller);

/** 1 where it says nothing, as the API server has it. */
export const replicasOf = (object: KubeObject) =>
  Number((object.spec as { replicas?: number } | undefined)?.replicas ?? 1);

export const runsJobs = (object: KubeObject) => !(object.spec as { suspend?: boolean } | undefined)?.suspend;

/** All objects of one kind in some namespaces; none where the cluster does not serve it. */
export async function* listIn(
  api: ClusterApi,
  served: ServedResource[],
  of: Pick<ServedResource, 'apiVersion' | 'kind'>,
  namespaces: string[],
): AsyncIterable<KubeObject> {
  const resource = served.find(({ apiVersion, kind }) => apiVersion === of.apiVersion && kind === of.kind);
  if (!resource) return;
  const pages = readAhead(namespaces, NAMESPACES_AT_ONCE, (namespace) => api.list(resource, { namespace }));
  for await (const page of pages) yield* page;
}
