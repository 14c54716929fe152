import type { Clone, VolumeItem } from '../clone/envelope.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';
import { clientToken } from './client-token.ts';
import { noteIntents, noteMade } from './ebs-ledger.ts';

/** Makes the target volume; the ClientToken makes a second call answer the first one's volume. */
export async function createVolume(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  snapshotId: string,
): Promise<{ volumeId: string }> {
  const { zone, sizeGiB, volumeType, iops, throughputMiBps, kmsKeyArn, tags, claim } = volume;
  await noteIntents(store, clone.cloneId, 'target-volume', [{ claim, from: snapshotId }]);
  const made = await target.createVolume({
    snapshotId,
    zone,
    sizeGiB,
    type: volumeType,
    iops,
    throughputMiBps,
    kmsKeyArn,
    tags,
    clientToken: clientToken(clone.cloneId, claim, 'target-volume'),
  });
  await noteMade(store, clone.cloneId, 'target-volume', [{ claim, id: made.id }]);
  return { volumeId: made.id };
}
