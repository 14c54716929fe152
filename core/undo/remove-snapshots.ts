import { MADE_BY, TAG } from '../clone/names.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';

/**
 * Deletes the snapshots that the run made in one account, and ends their shares. A volume that was created from a
 * snapshot keeps its data when the snapshot goes
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html).
 */
export async function removeSnapshots(storage: VolumeStorage, cloneId: string, sharedWith?: string): Promise<number> {
  const snapshots = await storage.findSnapshots({ [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId });
  for (const snapshot of snapshots) {
    if (sharedWith) await storage.unshareSnapshot(snapshot.id, sharedWith);
    await storage.deleteSnapshot(snapshot.id);
  }
  return snapshots.length;
}
