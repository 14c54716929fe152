import { keysOf } from '../clone/keys.ts';
import { readShards } from '../clone/records.ts';
import { type KubeObject, refOf } from '../manifests/kube-object.ts';
import { waveOf } from '../manifests/waves.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { memberKey } from './members.ts';

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
  const waves = new Set(
    objects.map((object) => {
      const { stage, wave } = waveOf(object);
      return `${stage}/${wave}`;
    }),
  );
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
