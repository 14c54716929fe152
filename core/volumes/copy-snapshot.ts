import type { Clone, VolumeItem } from '../clone/envelope.ts';
import { TAG, tagsFor } from '../clone/names.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';
import { descriptionOf, noteIntents, noteMade, ownSnapshots } from './ebs-ledger.ts';

/** Starts the copy, or finds the one that an earlier attempt started: CopySnapshot has no ClientToken. */
export async function copySnapshot(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
): Promise<{ snapshotId: string }> {
  const { cloneId } = clone;
  const { claim, sourceSnapshotId, kmsKeyArn } = volume;
  const own = await ownSnapshots(target, cloneId, STEP);
  const found = own.find(({ state, tags }) => state !== 'error' && tags[TAG.claim] === claim);
  if (found) return noted(store, cloneId, claim, found.id);
  await noteIntents(store, cloneId, STEP, [{ claim, from: sourceSnapshotId }]);
  const snapshotId = await target.copySnapshot({
    sourceRegion: clone.route.source.region,
    sourceSnapshotId,
    kmsKeyArn,
    tags: tagsFor(cloneId, claim, STEP),
    description: descriptionOf(cloneId, STEP),
  });
  return noted(store, cloneId, claim, snapshotId);
}

const STEP = 'target-snapshot';

async function noted(store: ObjectStore, cloneId: string, claim: string, id: string) {
  await noteMade(store, cloneId, STEP, [{ claim, id }]);
  return { snapshotId: id };
}
