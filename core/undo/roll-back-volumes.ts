import { MADE_BY, TAG } from '../clone/names.ts';
import { KubeferryError } from '../errors.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';

/**
 * Deletes the target volumes that carry this run's tags; the run's snapshots are clean-up's. Throws NotYet while one is
 * still attached or being deleted: the objects that use it are going already.
 */
export async function rollBackVolumes(storage: VolumeStorage, cloneId: string): Promise<{ deleted: number }> {
  const volumes = await storage.findVolumes({ [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId });
  const present = volumes.filter((volume) => volume.state !== 'deleted');
  for (const volume of present)
    if (volume.state === 'available' || volume.state === 'error') await storage.deleteVolume(volume.id);
  const busy = present.filter((volume) => volume.state !== 'available' && volume.state !== 'error');
  if (busy.length > 0) {
    throw new KubeferryError(
      'NotYet',
      `${busy.length} volumes of the run are not free yet, the first is ${busy[0]!.id} (${busy[0]!.state}).`,
    );
  }
  return { deleted: present.length };
}
