import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type ObjectRef, refOf } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import type { Parked } from '../../plan/refresh/former.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import { volumeRef } from './park-former-clone.ts';

/** What was parked, or re-created, and is back has new uids: the ledgers of the former clones learn them, for their own roll-back. */
export async function correctLedgers(
  api: ClusterApi,
  store: ObjectStore,
  formers: readonly string[],
  parked: Parked,
  recreated: readonly ObjectRef[],
): Promise<void> {
  const uids = await uidsNow(api, [
    ...parked.swaps.flatMap((swap) => [claimRef(swap.claim), volumeRef(swap)]),
    ...parked.pods.map(refOf),
    ...recreated,
  ]);
  for (const former of formers) {
    for await (const key of store.list(`${keysOf(former).ledger}objects/`)) {
      const record = await findRecord<ShardRecord>(store, key);
      if (!record?.objects.some(({ ref }) => uids.has(memberKey(ref)))) continue;
      const objects = record.objects.map((each) => {
        const uid = uids.get(memberKey(each.ref));
        return uid ? { ...each, uid } : each;
      });
      await writeRecord(store, key, { ...record, objects });
    }
  }
}

async function uidsNow(api: ClusterApi, refs: ObjectRef[]): Promise<Map<string, string>> {
  const found = await inParallel(refs, 16, (ref) => api.get(ref));
  return new Map(
    refs.flatMap((ref, at) => (found[at] ? [[memberKey(ref), found[at].metadata.uid ?? ''] as const] : [])),
  );
}
