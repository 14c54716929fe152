import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { StepTag } from '../../base/run/names.ts';
import { madeIds, namedIds, ownSnapshots, withoutEarlier } from '../volumes/ebs-ledger.ts';
import { type Kept, keptBy, noteKept } from './kept.ts';
import { expectGone, hasTagsOf, lookByIds, withoutTags } from './look-by-ids.ts';

/** One side of a run, as far as its snapshots go. */
export interface SnapshotSide {
  storage: VolumeStorage;
  step: Extract<StepTag, 'source-snapshot' | 'target-snapshot'>;
  /** The account that the snapshots were shared with. */
  sharedWith?: string;
  /** Ids of those that stay for the next clone: their shares end like those of the others. */
  kept?: ReadonlySet<string>;
  /** The run that is told what stays, where it is not the one that made them: they may be of one of its rounds. */
  notedIn?: string;
}

/**
 * Deletes the snapshots that a step of the run made in one account, and ends their shares: those that its records name by
 * id, and those that carry the step's own description, of calls whose answer was lost. Tags alone prove nothing, since backup
 * tools copy a volume's tags to their snapshots of it; they are a guard besides: a snapshot of ours whose tag somebody has
 * removed is kept. Where a name says whose it is, and it is of no use to anybody yet, no tag is asked for. A volume that was created from a snapshot keeps its data when the snapshot goes
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html).
 */
export async function removeSnapshots(
  { storage, step, sharedWith, kept = new Set(), notedIn }: SnapshotSide,
  store: ObjectStore,
  cloneId: string,
): Promise<number> {
  const found = new Map((await ownSnapshots(storage, store, cloneId, step)).map((snapshot) => [snapshot.id, snapshot]));
  const look = (ids: string[]) => lookByIds(ids, cloneId, (some) => storage.presentSnapshots(some));
  const made = await madeIds(store, cloneId, step);
  const present = await look([...made.keys()].filter((id) => !found.has(id)));
  const named = await namedIds(storage, store, cloneId, step);
  const unanswered = await look([...named].filter((id) => !found.has(id) && !made.has(id)));
  for (const snapshot of [...present, ...(await withoutEarlier(unanswered, store, cloneId))])
    found.set(snapshot.id, snapshot);
  const { own = [], untagged = [] } = Object.groupBy(found.values(), (snapshot) =>
    hasTagsOf(cloneId, snapshot) || (snapshot.unfinished && named.has(snapshot.id)) ? 'own' : 'untagged',
  );
  if (sharedWith) for (const { id } of own) await storage.unshareSnapshot(id, sharedWith);
  const leaving = own.map(({ id }) => id).filter((id) => !kept.has(id));
  for (const id of leaving) await storage.deleteSnapshot(id);
  await note(store, notedIn ?? cloneId, untagged.map(withoutTags));
  expectGone('snapshot', await storage.presentSnapshots(leaving));
  return leaving.length;
}

/** Both sides note theirs: the other side's stay. */
async function note(store: ObjectStore, cloneId: string, kept: Kept[]): Promise<void> {
  const before = await keptBy(store, cloneId, 'snapshots');
  const names = new Set(kept.map(({ at }) => at));
  if (kept.length > 0)
    await noteKept(store, cloneId, 'snapshots', [...before.filter(({ at }) => !names.has(at)), ...kept]);
}
