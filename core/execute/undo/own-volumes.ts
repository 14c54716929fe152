import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import { madeIds } from '../volumes/ebs-ledger.ts';

/** Ids of the EBS volumes that a run's records name, but for those that the source has handed over: the run has not made them. */
export async function ownVolumeIds(store: ObjectStore, cloneId: string): Promise<Set<string>> {
  const ids = new Set((await madeIds(store, cloneId, 'target-volume')).keys());
  // Runs of earlier versions have no other record of an id than this one.
  for await (const key of store.list(keysOf(cloneId).verifiedVolumes)) {
    const record = await findRecord<VolumeRecord>(store, key);
    if (record && !record.handedOver) ids.add(record.volumeId);
  }
  return ids;
}
