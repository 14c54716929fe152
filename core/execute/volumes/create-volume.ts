import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { clientToken } from './client-token.ts';
import { noteIntents, noteMade } from './ebs-ledger.ts';

/** Makes the target volume; the ClientToken makes a second call answer the first one's volume. Throws NotYet while EC2 does not show the snapshot. */
export async function createVolume(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  snapshotId: string,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ volumeId: string }> {
  const { zone, sizeGiB, volumeType, iops, throughputMiBps, kmsKeyArn, tags, claim } = volume;
  await noteIntents(store, clone.cloneId, 'target-volume', [{ claim, from: snapshotId }]);
  const request = {
    snapshotId,
    zone,
    sizeGiB,
    type: volumeType,
    iops,
    throughputMiBps,
    kmsKeyArn,
    tags,
    clientToken: clientToken(clone.cloneId, claim, 'target-volume'),
  };
  const made = await lookForOwn(attempt, () => target.createVolume(request));
  await noteMade(store, clone.cloneId, 'target-volume', [{ claim, id: made.id }]);
  return { volumeId: made.id };
}
