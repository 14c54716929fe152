import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot } from '../../base/ports/volume-storage.ts';
import type { Segment, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { strategyOf } from '../../base/strategies.ts';
import { type Mark, type MarkRecord, markAt, markKey, STEP } from './marks.ts';

/** Whose progress it is, and the time. */
export interface Noted {
  store: ObjectStore;
  cloneId: string;
  volume: Pick<VolumeItem, 'claim' | 'strategy'>;
  now: Date;
}

/** One write for each look at a snapshot. A complete one at the source begins the copy; one in the target ends it. */
export async function noteSnapshot(
  noted: Noted,
  side: 'source' | 'target',
  snapshot: Pick<Snapshot, 'state' | 'progress'>,
): Promise<void> {
  const mark = markOfSnapshot(noted.volume.strategy, side, snapshot);
  if (mark) await note(noted, mark);
}

function markOfSnapshot(
  strategy: VolumeItem['strategy'],
  side: 'source' | 'target',
  { state, progress = '0%' }: Pick<Snapshot, 'state' | 'progress'>,
): Mark | undefined {
  if (state === 'completed')
    return side === 'source' ? { stage: 'copying', percent: 0 } : { stage: 'creating', percent: 100 };
  if (state !== 'pending' || (side === 'target' && strategyOf(strategy).steps?.progress === 'segments'))
    return undefined;
  return markAt(side === 'source' ? 'snapshot' : 'copying', Number.parseInt(progress, 10) || 0);
}

/**
 * Counts the segments that are done, of any function, and writes what that is of the whole. Of many segments only every
 * so many-th counts, so that a volume of 2,048 is listed no more than twenty times.
 */
export async function noteSegment(noted: Noted, { number, of }: Pick<Segment, 'number' | 'of'>): Promise<void> {
  if (number % Math.ceil((of * STEP) / 100) !== 0) return;
  let done = 0;
  for await (const _ of noted.store.list(keysOf(noted.cloneId).digestsOf(noted.volume.claim))) done += 1;
  await note(noted, markAt('copying', (done / of) * 100));
}

/** Once the volume's own record says that it is verified, its marks only make the listing of the others long. */
export async function forgetMarks(store: ObjectStore, cloneId: string, claim: string): Promise<void> {
  const keys: string[] = [];
  for await (const key of store.list(keysOf(cloneId).progressOf(claim))) keys.push(key);
  await inParallel(keys, 10, (key) => store.delete(key));
}

/** The first that reaches a mark writes its time. */
const note = ({ store, cloneId, volume, now }: Noted, mark: Mark) =>
  store.putNew(markKey(cloneId, volume.claim, mark), JSON.stringify({ at: now.toISOString() } satisfies MarkRecord));
