import { rightsObjects } from '../../../core/base/access/cluster-rights.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../kube/kube-object.ts';

/** What lets the identity of a source list everything, as `kubeferry rbac --identity` prints it. */
export const rightsOf = (objectId: string) => rightsObjects({ quiesced: [], moved: [] }, objectId) as KubeObject[];

/** Who is bound by objects of these names; undefined when there are none. */
export async function bindingIn(api: ClusterApi): Promise<{ subjects?: { name?: string }[] } | undefined> {
  const binding = rightsOf('').find(({ kind }) => kind === 'ClusterRoleBinding');
  return binding && ((await api.get(refOf(binding))) as { subjects?: { name?: string }[] } | undefined);
}

/** Takes them back where they are of this identity, and leaves those of others. */
export async function takeBack(api: ClusterApi, objectId: string): Promise<void> {
  const { subjects = [] } = (await bindingIn(api)) ?? {};
  if (!subjects.some(({ name }) => name === objectId)) return;
  for (const object of rightsOf(objectId).toReversed()) await api.delete(refOf(object));
}
