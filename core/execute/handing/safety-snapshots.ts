import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { decodeLines } from '../../base/shards.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Ending } from '../undo/ending.ts';

/** The snapshot of a volume from before it was handed over, where the request keeps it. */
export interface SafetySnapshot {
  claim: string;
  snapshotId: string;
}

/**
 * Ids of the snapshots that neither this run nor its roll-back removes. They are kept from the moment when the clone is verified: a run
 * that fails before has given its volumes back as they were, and needs none of them. May run again.
 */
export async function keepSafetySnapshots(
  store: ObjectStore,
  cloneId: string,
  ending: Ending,
): Promise<ReadonlySet<string>> {
  const kept = ending === 'verified' ? await asked(store, cloneId) : await safetySnapshots(store, cloneId);
  if (ending === 'verified' && kept.length > 0) await writeRecord(store, keysOf(cloneId).safetySnapshots, kept);
  return new Set(kept.map(({ snapshotId }) => snapshotId));
}

export const safetySnapshots = async (store: ObjectStore, cloneId: string): Promise<SafetySnapshot[]> =>
  (await findRecord<SafetySnapshot[]>(store, keysOf(cloneId).safetySnapshots)) ?? [];

async function asked(store: ObjectStore, cloneId: string): Promise<SafetySnapshot[]> {
  const plan = await findRecord<Plan>(store, keysOf(cloneId).plan);
  const claims = new Set((plan?.volumes ?? []).flatMap(({ claim, keepsSnapshot }) => (keepsSnapshot ? claim : [])));
  const lines = claims.size > 0 ? await store.get(keysOf(cloneId).volumes) : undefined;
  const items = lines ? decodeLines<VolumeItem>(lines) : [];
  return items
    .filter(({ claim }) => claims.has(claim))
    .map(({ claim, origin }) => ({ claim, snapshotId: origin.snapshotId }));
}
