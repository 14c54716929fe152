import type { Clone, VolumeItem } from '../clone/envelope.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';
import { clientToken } from './client-token.ts';

/** Makes the target volume; the ClientToken makes a second call answer the first one's volume. */
export async function createVolume(
  target: VolumeStorage,
  clone: Clone,
  volume: VolumeItem,
  snapshotId: string,
): Promise<{ volumeId: string }> {
  const { zone, sizeGiB, volumeType, iops, throughputMiBps, kmsKeyArn, tags, claim } = volume;
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
  return { volumeId: made.id };
}
