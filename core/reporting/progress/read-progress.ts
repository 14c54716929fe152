import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { decodeLines } from '../../base/shards.ts';
import { compareMarks, type Mark, type MarkRecord, markKey, markOfKey } from '../../execute/progress/marks.ts';
import { isWait, type SnapshotsWait, type Wait, waitKey } from '../../execute/progress/waits.ts';
import { estimate } from '../../plan/volumes/estimate.ts';
import type { Paced } from './estimate.ts';
import { progressOf } from './volume-progress.ts';

export interface FollowedVolume extends Paced, Pick<VolumeItem, 'claim' | 'strategy' | 'sizeGiB'> {
  /** What others use up, and the volume needs to go on. */
  waitingFor?: string;
}

/** The times of so many volumes are read at once; the machine has twenty under way. */
const MOST_TIMED = 40;

/**
 * How far each volume of a run is, in the order in which they go; nothing before their snapshots are begun, or wait. It takes one
 * read for the volumes, a page of a listing for a thousand of them, one for the marks of those under way, and with `times`
 * two reads for each of these: some fifty requests at most for 500 volumes.
 */
export async function readProgress(store: ObjectStore, cloneId: string, times: boolean): Promise<FollowedVolume[]> {
  const keys = keysOf(cloneId);
  const bytes = await store.get(keys.volumes);
  if (!bytes) return times ? waitingForSnapshots(store, cloneId) : [];
  const items = decodeLines<VolumeItem>(bytes);
  // In this order: marks are removed once the volume's record is there, so what has lost them is found verified.
  const { marks, waits } = await marksOf(store, keys.progress);
  const verified = new Set<string>();
  for await (const key of store.list(keys.verifiedVolumes)) verified.add(key);
  const followed = items.map((item) => {
    const { claim, strategy, sizeGiB } = item;
    const own = marks.get(keys.progressOf(claim)) ?? [];
    return {
      claim,
      strategy,
      sizeGiB,
      plannedSeconds: plannedOf(item),
      own,
      ...progressOf(own, verified.has(keys.volume(claim))),
    };
  });
  const underWay = new Set(
    followed.filter(({ stage }) => times && stage !== 'waiting' && stage !== 'verified').slice(0, MOST_TIMED),
  );
  return inParallel(followed, MOST_TIMED, async (volume) => {
    const { own, ...rest } = volume;
    if (!underWay.has(volume)) return rest;
    const wait = waits.has(waitKey(cloneId, rest.claim))
      ? await findRecord<Wait>(store, waitKey(cloneId, rest.claim))
      : undefined;
    const times = await timesOf(store, cloneId, rest.claim, own);
    return { ...rest, ...times, ...(wait ? { waitingFor: wait.for } : {}) };
  });
}

/** Before the snapshots of all volumes are begun. */
async function waitingForSnapshots(store: ObjectStore, cloneId: string): Promise<FollowedVolume[]> {
  const { volumes = [] } = (await findRecord<SnapshotsWait>(store, keysOf(cloneId).snapshotsWait)) ?? {};
  return volumes.map((volume) => ({ ...volume, plannedSeconds: plannedOf(volume), ...progressOf([], false) }));
}

const plannedOf = ({
  strategy,
  sizeGiB,
  gibibytes = sizeGiB,
  snapshotMinutes = 0,
}: Pick<VolumeItem, 'strategy' | 'sizeGiB' | 'gibibytes' | 'snapshotMinutes'>) =>
  (estimate(strategy, gibibytes, false).minutes + snapshotMinutes) * 60;

async function marksOf(store: ObjectStore, prefix: string) {
  const marks = new Map<string, Mark[]>();
  const waits = new Set<string>();
  for await (const key of store.list(prefix)) {
    if (isWait(key)) waits.add(key);
    const mark = markOfKey(key);
    if (!mark) continue;
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    marks.set(folder, [...(marks.get(folder) ?? []), mark]);
  }
  return { marks, waits };
}

/** When the volume came into the stage where it is, and when it was seen to move last. */
async function timesOf(store: ObjectStore, cloneId: string, claim: string, marks: readonly Mark[]) {
  const inOrder = marks.toSorted(compareMarks);
  const last = inOrder.at(-1);
  const first = inOrder.find(({ stage }) => stage === last?.stage);
  if (!last || !first) return {};
  const at = async (mark: Mark) => {
    const record = await findRecord<MarkRecord>(store, markKey(cloneId, claim, mark));
    return record && Date.parse(record.at);
  };
  const [stageBegan, lastMark] = await Promise.all([at(first), first === last ? undefined : at(last)]);
  return { ...(stageBegan ? { stageBegan, lastMark: lastMark ?? stageBegan } : {}) };
}
