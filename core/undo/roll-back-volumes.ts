import { MADE_BY, TAG } from '../clone/names.ts';
import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { VolumeStorage } from '../ports/volume-storage.ts';
import { formerPlanOf, retirementOf } from '../refresh/former.ts';
import { supersededOf } from '../refresh/superseded.ts';

/**
 * Deletes the volumes of a clone, with those that it was about to remove of the clone before it. A clone whose place
 * another one has taken has none any more.
 */
export async function rollBackClone(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
): Promise<{ deleted: number }> {
  if (await supersededOf(store, cloneId)) return { deleted: 0 };
  const retirement = await retirementOf(store, cloneId);
  const formers = retirement && !retirement.done ? ((await formerPlanOf(store, cloneId))?.clones ?? []) : [];
  let deleted = 0;
  for (const each of [cloneId, ...formers]) deleted += (await rollBackVolumes(storage, each)).deleted;
  return { deleted };
}

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
