import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { findClaimUsers } from '../../plan/refresh/claim-users.ts';
import { mayRestore, type Parked } from '../../plan/refresh/former.ts';
import { scaleDown } from './scale-down.ts';

/**
 * Scales down the workloads that mount a claim which this run made and that come back with the former clone: those that
 * the run took over or scaled down itself. They would keep that claim from going. What anybody else has put beside
 * them is left as it is, and keeps the claim.
 */
export async function scaleDownRefreshed(api: ClusterApi, store: ObjectStore, cloneId: string): Promise<void> {
  if (!(await mayRestore(store, cloneId))) return;
  const comesBack = new Set<string>();
  const claims = new Set<string>();
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) {
    const { objects = [] } = (await findRecord<ShardRecord>(store, key)) ?? {};
    for (const { ref, uid, before, takenOver } of objects) {
      if (uid && takenOver) comesBack.add(uid);
      if (before === 'absent' && ref.kind === 'PersistentVolumeClaim') claims.add(`${ref.namespace}/${ref.name}`);
    }
  }
  if (claims.size === 0) return;
  for (const uid of await scaledDownBy(store, cloneId)) comesBack.add(uid);
  const { workloads } = await findClaimUsers(api, claims);
  await scaleDown(
    api,
    workloads.filter(({ uid }) => comesBack.has(uid)),
  );
}

/** Uids of the workloads that the run scaled down for its volumes, whoever made them. */
export async function scaledDownBy(store: ObjectStore, cloneId: string): Promise<string[]> {
  const parked = await findRecord<Parked>(store, keysOf(cloneId).former.parked);
  return (parked?.rested ?? []).map(({ uid }) => uid);
}
