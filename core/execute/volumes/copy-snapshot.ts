import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { TAG, tagsFor } from '../../base/run/names.ts';
import { openAsked } from './asked.ts';
import { descriptionOf, noteIntents, noteMade, ownSnapshots } from './ebs-ledger.ts';

/**
 * Starts the copy, or finds the one that an earlier attempt started: CopySnapshot has no ClientToken. Throws NotYet while
 * the target does not see the snapshot that was shared with it, or an earlier copy may be there and not shown.
 */
export async function copySnapshot(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ snapshotId: string }> {
  const { cloneId } = clone;
  const { claim, kmsKeyArn, completionMinutes } = volume;
  const { snapshotId: sourceSnapshotId } = volume.origin;
  const asked = await openAsked(store, keysOf(cloneId).askedCopy(claim), attempt);
  const own = (await ownSnapshots(target, store, cloneId, STEP)).filter(({ tags }) => tags[TAG.claim] === claim);
  const failed = own.flatMap(({ id, state }) => (state === 'error' ? [id] : []));
  const started = [...own.map(({ id }) => id), asked.answer(sourceSnapshotId)].find(
    (id) => id !== undefined && !failed.includes(id),
  );
  if (started === undefined) asked.refuseUnanswered([sourceSnapshotId]);
  const snapshotId = started ?? (await start());
  asked.answered(sourceSnapshotId, snapshotId);
  await asked.save();
  await noteMade(store, cloneId, STEP, [{ claim, id: snapshotId }]);
  return { snapshotId };

  async function start(): Promise<string> {
    await noteIntents(store, cloneId, STEP, [{ claim, from: sourceSnapshotId }]);
    await asked.ask([sourceSnapshotId]);
    const request = {
      sourceRegion: clone.route.source.region,
      sourceSnapshotId,
      kmsKeyArn,
      tags: tagsFor(cloneId, claim, STEP),
      description: descriptionOf(cloneId, STEP),
      ...(completionMinutes ? { completionMinutes } : {}),
    };
    try {
      return await lookForOwn(attempt, () => target.copySnapshot(request));
    } catch (error) {
      asked.failed([sourceSnapshotId], error);
      await asked.save();
      throw error;
    }
  }
}

const STEP = 'target-snapshot';
