import type { ShardRecord } from '../apply/applied.ts';
import { keysOf } from '../clone/keys.ts';
import { findRecord } from '../clone/records.ts';
import { KubeferryError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import { refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { retirementOf } from '../refresh/former.ts';
import { restRefreshed } from '../refresh/rest-refreshed.ts';
import { refuseSuperseded } from '../refresh/superseded.ts';

/**
 * Deletes the objects that the run made, the last wave first. Only an object that was absent before goes, and only with
 * the recorded uid as precondition; when the run was killed between apply and record, the object that the intent names
 * goes, since nothing was there before it. Objects that the run took over from a clone that it has refreshed go with it
 * once that one is retired; before, they are brought to rest where they mount what goes, for restore-former-clone to put
 * back. Throws NotYet while deletions are under way, RollBackIncomplete when another clone has taken this one over.
 */
export async function rollBackObjects(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
): Promise<{ deleted: number; kept: number }> {
  const keys: string[] = [];
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) keys.push(key);
  if (keys.length === 0) return { deleted: 0, kept: 0 };
  await refuseSuperseded(store, cloneId);
  const api = await open();
  const retired = (await retirementOf(store, cloneId)) !== undefined;
  if (!retired) await restRefreshed(api, store, cloneId);
  let deleted = 0;
  let kept = 0;
  const byWave = Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf('/')));
  for (const wave of [...byWave.keys()].toSorted().toReversed()) {
    const records = await Promise.all(byWave.get(wave)!.map((key) => findRecord<ShardRecord>(store, key)));
    const objects = records.flatMap((record) => record?.objects ?? []);
    const ours = objects.filter((each) => each.before === 'absent' || (retired && each.takenOver));
    const states = await inParallel(ours, 16, (each) => api.delete(each.ref, { uid: each.uid }));
    const going = ours.filter((_, at) => states[at] === 'deleting');
    if (going.length > 0) {
      throw new KubeferryError(
        'NotYet',
        `${going.length} objects are being deleted, the first is ${refText(going[0]!.ref)}. If this lasts, look at its finalizers.`,
      );
    }
    deleted += ours.length;
    kept += objects.length - ours.length;
  }
  return { deleted, kept };
}
