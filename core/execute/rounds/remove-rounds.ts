import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { changeRounds, copyIdOf, type Round } from '../../base/run/rounds.ts';
import { removeSnapshots } from '../undo/remove-snapshots.ts';

/**
 * Deletes the snapshots of rounds, on both sides, as those of the run are deleted: by their records, their description and
 * their tags. While rounds go on, what cannot be deleted is left for the end of the run; `isLastTime` throws. Answers how many
 * were deleted.
 */
export async function removeRounds(
  { source, target }: Record<'source' | 'target', VolumeStorage>,
  store: ObjectStore,
  { cloneId, route }: Clone,
  rounds: readonly Round[],
  { isLastTime }: { isLastTime: boolean },
): Promise<number> {
  const sharedWith = route.source.account === route.target.account ? {} : { sharedWith: route.target.account };
  let removed = 0;
  for (const { number } of rounds.filter((round) => !round.removed)) {
    const copyId = copyIdOf({ cloneId, round: number });
    try {
      removed += await removeSnapshots(
        { storage: source, step: 'source-snapshot', ...sharedWith, notedIn: cloneId },
        store,
        copyId,
      );
      removed += await removeSnapshots({ storage: target, step: 'target-snapshot', notedIn: cloneId }, store, copyId);
    } catch (error) {
      if (isLastTime) throw error;
      continue;
    }
    await changeRounds(store, cloneId, (found) => ({
      ...found,
      rounds: found.rounds.map((round) => (round.number === number ? { ...round, removed: true } : round)),
    }));
  }
  return removed;
}
