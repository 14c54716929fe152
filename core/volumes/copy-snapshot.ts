import type { Clone, VolumeItem } from '../clone/envelope.ts';
import { tagsFor } from '../clone/names.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';

/** Starts the copy, or finds the one that an earlier attempt started: CopySnapshot has no ClientToken. */
export async function copySnapshot(
  target: VolumeStorage,
  clone: Clone,
  volume: VolumeItem,
): Promise<{ snapshotId: string }> {
  const tags = tagsFor(clone.cloneId, volume.claim, 'target-snapshot');
  const found = (await target.findSnapshots(tags)).find((snapshot) => snapshot.state !== 'error');
  if (found) return { snapshotId: found.id };
  const snapshotId = await target.copySnapshot({
    sourceRegion: clone.route.source.region,
    sourceSnapshotId: volume.sourceSnapshotId,
    kmsKeyArn: volume.kmsKeyArn,
    tags,
  });
  return { snapshotId };
}
