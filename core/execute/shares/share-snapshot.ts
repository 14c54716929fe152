import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { shareForeign } from './share-foreign.ts';

/** Shares the snapshot of a volume with exactly the target's account; clean-up ends the share. Within one account there is none. */
export async function shareSnapshot(
  storage: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  { origin }: VolumeItem,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ snapshotId: string }> {
  const { snapshotId } = origin;
  const { source, target } = clone.route;
  if (source.account !== target.account) {
    await lookForOwn(attempt, () =>
      origin.kind === 'snapshot'
        ? shareForeign(storage, store, clone, snapshotId)
        : storage.shareSnapshot(snapshotId, target.account),
    );
  }
  return { snapshotId };
}
