import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Approval } from './approval.ts';

/** The approval that the run has; the first one that it was given stays. */
export async function keepApproval(
  store: ObjectStore,
  cloneId: string,
  given: Approval | null | undefined,
): Promise<Approval | undefined> {
  const key = keysOf(cloneId).approval;
  if (given) await store.putNew(key, JSON.stringify(given));
  return findRecord<Approval>(store, key);
}
