import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject, OwnerReference } from '../../../kube/kube-object.ts';

/** Those of an object's owners that are there under their uids: the garbage collector deletes what names others alone. */
export async function livingOwners(api: ClusterApi, { metadata }: KubeObject): Promise<OwnerReference[]> {
  const living: OwnerReference[] = [];
  for (const owner of metadata.ownerReferences ?? []) {
    const { apiVersion, kind, name, uid } = owner;
    const inside = metadata.namespace ? { namespace: metadata.namespace } : {};
    const there = await api.names({ apiVersion, kind, ...inside });
    if (there.get(name) === uid) living.push(owner);
  }
  return living;
}

/** The same object, without owners that are gone. */
export async function withLivingOwners(api: ClusterApi, object: KubeObject): Promise<KubeObject> {
  if (!object.metadata.ownerReferences) return object;
  const { ownerReferences: _, ...metadata } = object.metadata;
  const living = await livingOwners(api, object);
  return { ...object, metadata: { ...metadata, ...(living.length > 0 ? { ownerReferences: living } : {}) } };
}
