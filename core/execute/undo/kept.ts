import type { ObjectStore } from '../../base/ports/object-store.ts';
import { KEPT_BY, type KeptBy, keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';

/** Something that the run made, or may have made, and that its roll-back leaves, since others would lose theirs with it. */
export interface Kept {
  /** `v1 Namespace shop`, `vol-…`, `EKS cluster dev`. */
  at: string;
  /** What of others it holds, in a sentence without a full stop. */
  why: string;
  /** EBS volume that stays with it. */
  volumeId?: string;
}

/** Writes down what a step keeps; what an earlier attempt kept is judged again. */
export async function noteKept(store: ObjectStore, cloneId: string, by: KeptBy, kept: readonly Kept[]): Promise<void> {
  const key = keysOf(cloneId).kept(by);
  if (kept.length > 0) await writeRecord(store, key, kept);
  else await store.delete(key);
}

export const keptBy = async (store: ObjectStore, cloneId: string, by: KeptBy): Promise<Kept[]> =>
  (await findRecord<Kept[]>(store, keysOf(cloneId).kept(by))) ?? [];

/** Everything that the roll-back of a run has left, and why. */
export async function allKept(store: ObjectStore, cloneId: string): Promise<Kept[]> {
  return (await Promise.all(KEPT_BY.map((by) => keptBy(store, cloneId, by)))).flat();
}
