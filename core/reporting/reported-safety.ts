import type { ObjectStore } from '../base/ports/object-store.ts';
import type { Clone } from '../base/run/envelope.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { SnapshotSize } from '../base/run/volume-records.ts';
import { type SafetySnapshot, safetySnapshots } from '../execute/handing/safety-snapshots.ts';
import { monthlyOfOne } from '../plan/cost/usage.ts';

/** A snapshot from before its volume was handed over, which stays until somebody removes it. */
export interface ReportedSafety extends SafetySnapshot {
  account: string;
  region: string;
  /** Of its data; absent where EC2 has not said it. */
  gibibytes?: number;
  dollarsAMonth?: number;
  sentence: string;
}

export async function reportedSafety(store: ObjectStore, { cloneId, route }: Clone): Promise<ReportedSafety[]> {
  const { account, region } = route.source;
  const kept = await safetySnapshots(store, cloneId);
  return Promise.all(
    kept.map(async (snapshot) => {
      const size = await findRecord<SnapshotSize>(store, keysOf(cloneId).snapshotSize(snapshot.claim));
      const gibibytes = size && size.bytes / 2 ** 30;
      const price = gibibytes === undefined ? {} : { gibibytes, dollarsAMonth: monthlyOfOne(gibibytes) };
      return { ...snapshot, account, region, ...price, sentence: sentenceOf(snapshot, { account, region }, gibibytes) };
    }),
  );
}

function sentenceOf(
  { claim, snapshotId }: SafetySnapshot,
  { account, region }: { account: string; region: string },
  gibibytes: number | undefined,
): string {
  const price =
    gibibytes === undefined
      ? ''
      : `, ${gibibytes.toFixed(2)} GiB for $${monthlyOfOne(gibibytes).toFixed(2)} a month that account ${account} pays`;
  return (
    `Snapshot ${snapshotId} of claim ${claim}, from before its volume was handed over, is kept${price}, ` +
    `until somebody removes it: aws ec2 delete-snapshot --region ${region} --snapshot-id ${snapshotId}`
  );
}
