import type { ObjectStore } from '../base/ports/object-store.ts';
import type { Clone } from '../base/run/envelope.ts';
import { expiryKey, keysOf } from '../base/run/keys.ts';
import { findRecord, writeRecord } from '../base/run/records.ts';
import type { Report } from './report.ts';
import { reportPage } from './report-page.ts';

/** No time to live removes it any more, and its report says who has its place. */
export async function noteSuperseded(store: ObjectStore, former: string, by: string): Promise<void> {
  const keys = keysOf(former);
  const record = await findRecord<{ clone: Clone }>(store, keys.clone);
  if (record?.clone.expiresAt) await store.delete(expiryKey(record.clone.expiresAt, former));
  const report = await findRecord<Report>(store, keys.report);
  if (!report) return;
  const noted: Report = { ...report, supersededBy: by };
  await writeRecord(store, keys.report, noted);
  await store.put(keys.reportPage, reportPage(noted));
}
