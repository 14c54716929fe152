import { KubeferryError } from '../../core/base/errors.ts';
import type { VolumeStorage } from '../../core/base/ports/volume-storage.ts';

/** What is asked of EC2 alone: each refuses by its name. */
export function notOfAzure(): VolumeStorage {
  const refuse = (operation: string) => async (): Promise<never> => {
    throw new KubeferryError('InvalidRequest', `Nothing is done by "${operation}" with disks of Azure.`);
  };
  return {
    describeVolumes: refuse('describeVolumes'),
    presentVolumes: refuse('presentVolumes'),
    findVolumes: refuse('findVolumes'),
    describeSnapshot: refuse('describeSnapshot'),
    presentSnapshots: refuse('presentSnapshots'),
    snapshotsOf: refuse('snapshotsOf'),
    findSnapshots: refuse('findSnapshots'),
    createSnapshot: refuse('createSnapshot'),
    createSnapshots: refuse('createSnapshots'),
    instanceTags: refuse('instanceTags'),
    attachedDataVolumes: refuse('attachedDataVolumes'),
    tagSnapshot: refuse('tagSnapshot'),
    shareSnapshot: refuse('shareSnapshot'),
    sharedWith: refuse('sharedWith'),
    unshareSnapshot: refuse('unshareSnapshot'),
    copySnapshot: refuse('copySnapshot'),
    createVolume: refuse('createVolume'),
    deleteSnapshot: refuse('deleteSnapshot'),
    deleteVolume: refuse('deleteVolume'),
    zones: refuse('zones'),
  };
}
