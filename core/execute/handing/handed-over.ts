import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** What the source had of a volume that the target is to have: recorded before anything is changed, and kept with the run. */
export interface HandedOver {
  /** `namespace/name`. */
  claim: string;
  volumeId: string;
  /** Its PersistentVolume at the source, as it was found. */
  volume: {
    name: string;
    uid: string;
    /** `Delete`, `Retain`. */
    reclaimPolicy: string;
    /** Uid of the claim that it was bound to. */
    claimUid: string;
  };
  /** When the source had let go of it (ISO 8601). */
  givenAt?: string;
  /** When the source had it back; from then on the record is history. */
  backAt?: string;
  /** Why it has it otherwise than before, as a sentence without a full stop. */
  kept?: string;
}

/** What a run has handed over, or was about to, in the order of the claims. */
export async function handedOverBy(store: ObjectStore, cloneId: string): Promise<HandedOver[]> {
  const keys = await Array.fromAsync(store.list(keysOf(cloneId).allHandedOver));
  const records = await Promise.all(keys.toSorted().map((key) => findRecord<HandedOver>(store, key)));
  return records.filter((record): record is HandedOver => record !== undefined);
}

/** Whether the source lacks volumes that the run has taken from it, or may have: what is at zero there stays so until they are back. */
export const lacksVolumes = async (store: ObjectStore, cloneId: string): Promise<boolean> =>
  (await handedOverBy(store, cloneId)).some(({ backAt }) => backAt === undefined);
