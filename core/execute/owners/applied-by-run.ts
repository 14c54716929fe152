import type { ObjectRef } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import { wavesOf } from '../../translate/waves.ts';

/** What the run made or took over of these objects, by `memberKey`, from its ledger: of others' it is not said. */
export async function appliedByRun(
  store: ObjectStore,
  cloneId: string,
  refs: readonly ObjectRef[],
): Promise<Map<string, AppliedObject>> {
  const wanted = new Set(refs.map(memberKey));
  const places = new Set(refs.flatMap((ref) => wavesOf(ref).map(({ stage, wave }) => `${stage}/${wave}/`)));
  const found = new Map<string, AppliedObject>();
  for (const place of [...places].toSorted())
    for await (const key of store.list(`${keysOf(cloneId).ledger}objects/${place}`)) {
      const { objects = [] } = (await findRecord<ShardRecord>(store, key)) ?? {};
      for (const each of objects)
        if (wanted.has(memberKey(each.ref)) && isOfRun(each)) found.set(memberKey(each.ref), each);
    }
  return found;
}

/** As the roll-back has it: what was there before the run, and of no former clone, is somebody else's. */
const isOfRun = ({ before, takenOver, uid, result }: AppliedObject) =>
  uid !== undefined &&
  (before === 'absent' || takenOver === true) &&
  (result === 'created' || result === 'updated' || result === 'unchanged');
