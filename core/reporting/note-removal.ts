import type { ObjectStore } from '../base/ports/object-store.ts';
import type { Clone, Failure } from '../base/run/envelope.ts';
import { explainFailure } from '../base/run/failure.ts';
import { expiryKey, keysOf } from '../base/run/keys.ts';
import { findRecord, writeRecord } from '../base/run/records.ts';
import type { Expiry } from '../execute/undo/find-expired.ts';
import { allKept } from '../execute/undo/kept.ts';
import type { Report } from './report.ts';
import { reportPage } from './report-page.ts';

export interface Removal {
  cloneId: string;
  removed: boolean;
  /** What is left and why; empty when all is gone. */
  left: string;
}

/**
 * Notes in the run's report that its time to live is over. A clone of which something is left keeps its place in the
 * list, so that a later round tries again.
 */
export async function noteRemoval(
  store: ObjectStore,
  clone: Clone,
  { at, failure }: { at: string; failure?: Failure | undefined },
): Promise<Removal> {
  const keys = keysOf(clone.cloneId);
  const left = failure ? (await explainFailure(store, clone.cloneId, failure)).sentence : '';
  const report = await findRecord<Report>(store, keys.report);
  if (report) {
    const { kept: _, ...before } = report;
    const kept = await allKept(store, clone.cloneId);
    const noted: Report = { ...before, removal: { at, left }, ...(kept.length > 0 ? { kept } : {}) };
    await writeRecord(store, keys.report, noted);
    await store.put(keys.reportPage, reportPage(noted));
  }
  if (clone.expiresAt) {
    const key = expiryKey(clone.expiresAt, clone.cloneId);
    if (!failure) await store.delete(key);
    // A run that has taken its place has taken its place in the list away.
    else if (await store.get(key))
      await writeRecord(store, key, { cloneId: clone.cloneId, triedAt: at } satisfies Expiry);
  }
  return { cloneId: clone.cloneId, removed: !failure, left };
}
