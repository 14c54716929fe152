import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { ComparedSegment, PlannedComparison } from '../../base/run/volume-records.ts';

/** How far the copy of one volume was compared with its source. */
export interface ComparedVolume extends PlannedComparison {
  /** Blocks that were read on both sides, and are equal. */
  equal: number;
  /** Whether all that was to be compared was. */
  complete: boolean;
}

/** Undefined where nothing was to be compared, or it had not begun. */
export async function comparedVolume(
  store: ObjectStore,
  cloneId: string,
  claim: string,
): Promise<ComparedVolume | undefined> {
  const keys = keysOf(cloneId);
  const planned = await findRecord<PlannedComparison>(store, keys.proof(claim));
  if (!planned) return undefined;
  let [segments, equal] = [0, 0];
  for await (const key of store.list(keys.provenSegments(claim))) {
    segments += 1;
    equal += (await findRecord<ComparedSegment>(store, key))?.blocks ?? 0;
  }
  return { ...planned, equal, complete: segments === planned.segments && equal === planned.blocks };
}
