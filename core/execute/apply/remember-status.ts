import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { setField } from '../../translate/edit.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { statusMemories } from '../../translate/recipes/memories.ts';

/**
 * The object as it is made: where its operator has to find something in its status, it looks away until that is there. An API server
 * takes no status with an object whose type has it as a subresource.
 */
export function beforeItRemembers(object: KubeObject): KubeObject {
  const { status, ...bare } = object;
  if (status === undefined) return object;
  return statusMemories(kindKey(object)).reduce<KubeObject>(
    (current, { while: { at, to } }) => setField(current, at, to),
    bare,
  );
}

/**
 * Writes what the operator has to find into the status, and lets it look again. An object without such a status is left as it is;
 * running it again changes nothing.
 */
export async function remember(api: ClusterApi, object: KubeObject): Promise<void> {
  const { status } = object;
  if (status === undefined) return;
  const ref = refOf(object);
  await api.merge(ref, { status }, { manager: FIELD_MANAGER, subresource: 'status' });
  const after = statusMemories(kindKey(object)).reduce<Record<string, unknown>>(
    (patch, { while: { at } }) => setField(patch, at, fieldAt(object, at) ?? null),
    {},
  );
  await api.merge(ref, after, { manager: FIELD_MANAGER });
}
