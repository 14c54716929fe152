import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards } from '../../base/run/records.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import { wavesOf } from '../../translate/waves.ts';

/**
 * What the former clones applied for these objects, by `memberKey`, from their own records. The fields of it are theirs to
 * the server, so that is what is applied again before anything else is put back.
 */
export async function appliedByFormer(
  store: ObjectStore,
  formers: readonly string[],
  objects: readonly KubeObject[],
): Promise<Map<string, KubeObject>> {
  const wanted = new Set(objects.map((object) => memberKey(refOf(object))));
  const waves = new Set(objects.flatMap((object) => wavesOf(object).map(({ stage, wave }) => `${stage}/${wave}`)));
  const applied = new Map<string, KubeObject>();
  for (const former of formers) {
    for (const place of waves) {
      const [stage = '', wave = ''] = place.split('/');
      for await (const shard of readShards<KubeObject>(store, keysOf(former).translated(stage, wave)))
        for (const object of shard) {
          const key = memberKey(refOf(object));
          if (wanted.has(key)) applied.set(key, object);
        }
    }
  }
  return applied;
}
