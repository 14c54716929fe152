import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { findClaimUsers } from '../../plan/refresh/claim-users.ts';
import { mayRestore } from '../../plan/refresh/former.ts';
import { rest } from './rest-workloads.ts';

/**
 * Brings the workloads to rest that mount a claim which this run made and that were there before it: they would keep that
 * claim from going. They come back with the former clone.
 */
export async function restRefreshed(api: ClusterApi, store: ObjectStore, cloneId: string): Promise<void> {
  if (!(await mayRestore(store, cloneId))) return;
  const made = new Set<string>();
  const claims = new Set<string>();
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) {
    const { objects = [] } = (await findRecord<ShardRecord>(store, key)) ?? {};
    for (const { ref, uid } of objects.filter((each) => each.before === 'absent')) {
      if (uid) made.add(uid);
      if (ref.kind === 'PersistentVolumeClaim') claims.add(`${ref.namespace}/${ref.name}`);
    }
  }
  if (claims.size === 0) return;
  const { workloads } = await findClaimUsers(api, claims);
  await rest(
    api,
    workloads.filter(({ uid }) => !made.has(uid)),
  );
}
