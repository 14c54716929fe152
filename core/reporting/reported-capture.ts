import type { ObjectStore } from '../base/ports/object-store.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { SnapshotSize } from '../base/run/volume-records.ts';
import { takesSnapshot } from '../base/strategies.ts';
import type { PlannedVolume } from '../plan/volumes/volume-plan.ts';

/** How far apart the snapshots of a run were taken, as EC2 has their times. */
export interface ReportedCapture {
  /** ISO 8601, of the first and of the last. */
  from: string;
  to: string;
  seconds: number;
  sentence: string;
}

/** Of a run with several volumes whose snapshots are complete; of one there is nothing to measure. */
export async function reportedCapture(
  store: ObjectStore,
  cloneId: string,
  volumes: readonly PlannedVolume[],
): Promise<ReportedCapture | undefined> {
  const keys = keysOf(cloneId);
  const taken = volumes.filter(takesSnapshot);
  const records = await Promise.all(
    taken.map(({ claim }) => findRecord<SnapshotSize>(store, keys.snapshotSize(claim))),
  );
  const times = records.flatMap((record) => record?.startedAt ?? []).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const [from = '', to = ''] = [times[0], times.at(-1)];
  if (times.length < 2 || times.length < taken.length) return undefined;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  return { from, to, seconds, sentence: sentenceOf(times.length, from, to, seconds) };
}

const sentenceOf = (count: number, from: string, to: string, seconds: number) =>
  seconds === 0
    ? `The ${count} snapshots are of one moment, ${from}.`
    : `The ${count} snapshots were taken within ${Number(seconds.toFixed(1))} seconds, from ${from} to ${to}: those of one node at one moment, those of different nodes one after the other.`;
