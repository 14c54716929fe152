import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { encodeShard } from '../../base/shards.ts';
import type { Member, Parked } from '../../plan/refresh/former.ts';
import { memberKey } from '../../plan/refresh/members.ts';

const IN_FLIGHT = 16;

export interface FormerObjects {
  /** Says of an object that was found whether it is of a former clone, or has made way already. */
  judge(found: AppliedObject): AppliedObject;
  /** Writes down the whole objects of the former clones that a shard is about to change: what a roll-back puts back. */
  keep(api: ClusterApi, ledgerName: string, found: AppliedObject[]): Promise<void>;
}

/** The former clones as a shard meets them. They hold Secrets, as the export does, and lie beside it in the same bucket. */
export async function formerObjects(store: ObjectStore, cloneId: string): Promise<FormerObjects> {
  const keys = keysOf(cloneId).former;
  const members = (await findRecord<Member[]>(store, keys.members)) ?? [];
  const uids = new Map(members.map(({ ref, uid }) => [memberKey(ref), uid]));
  const gone = new Set(parkedUids(await findRecord<Parked>(store, keys.parked)));
  return {
    judge(found) {
      // A list may be a moment old and still show what was parked.
      if (found.uid && gone.has(found.uid)) return { ref: found.ref, before: 'absent' };
      const isMember = found.before === 'present' && uids.get(memberKey(found.ref)) === found.uid;
      return isMember ? { ...found, takenOver: true } : found;
    },
    async keep(api, ledgerName, found) {
      const changed = found.filter(({ ref, takenOver }) => takenOver && ref.namespace !== undefined);
      const objects = await inParallel(changed, IN_FLIGHT, ({ ref }) => api.get(ref));
      const kept = objects.filter((object): object is KubeObject => object !== undefined);
      if (kept.length > 0) await store.put(`${keys.objects}${ledgerName}`, encodeShard(kept));
    },
  };
}

const parkedUids = (parked: Parked | undefined) => [
  ...(parked?.swaps ?? []).flatMap(({ claimUid, volumeUid }) => [claimUid, volumeUid]),
  ...(parked?.pods ?? []).map(({ metadata }) => metadata.uid ?? ''),
];
