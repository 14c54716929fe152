import { KubeferryError } from '../../core/base/errors.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import { discreetText } from '../../core/base/outside/outside-text.ts';
import type { Volume, VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import type { AzurePlace } from './cloud.ts';
import {
  type ArmDisk,
  type ArmSnapshot,
  DESCRIPTION,
  snapshotFromArm,
  snapshotName,
  VALUE_LENGTH,
  VOLUME,
  volumeFromDisk,
} from './disk-shapes.ts';
import { notOfAzure } from './not-of-azure.ts';
import { gone, removeWithAccess } from './remove.ts';
import type { ResourceManager } from './resource-manager.ts';

/** https://learn.microsoft.com/rest/api/compute/disks */
export const COMPUTE = '2024-03-02';

/** Calls for one thing each. */
export const AT_A_TIME = 8;

export const groupOf = ({ subscription }: AzurePlace, resourceGroup: string) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute`;

export const snapshotId = (place: AzurePlace, name: string) =>
  `${groupOf(place, place.snapshotResourceGroup ?? place.nodeResourceGroup)}/snapshots/${name}`;

/** What Azure says of a disk of which too many were taken lately, among others. */
const isRefusedForNow = (error: unknown) => error instanceof Error && error.name === 'OperationNotAllowed';

/** Seven in five minutes, whoever takes them (https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots#restrictions). */
const tooMany = (error: Error) =>
  new KubeferryError(
    'QuotaReached',
    `${discreetText(error.message)} Way out: it is tried again for some minutes, since Azure takes seven snapshots of a disk in five.`,
    { cause: error },
  );

/**
 * Managed disks of one AKS cluster as a source: those in its node resource group, and incremental snapshots of them. What a source is
 * never asked for refuses.
 */
export function azureDiskStorage(arm: ResourceManager, place: AzurePlace): VolumeStorage {
  const { nodeResourceGroup } = place;
  const here = `in resource group ${nodeResourceGroup} of subscription ${place.subscription}`;
  const snapshots = groupOf(place, place.snapshotResourceGroup ?? nodeResourceGroup);

  const disks = async (): Promise<Map<string, ArmDisk>> => {
    const id = `${groupOf(place, nodeResourceGroup)}/disks`;
    const all = await arm.list<ArmDisk>({ what: `list the disks ${here}`, id, version: COMPUTE });
    return new Map(all.map((disk) => [disk.id.toLowerCase(), disk]));
  };
  const presentVolumes = async (ids: string[]): Promise<Volume[]> => {
    const all = ids.length > 0 ? await disks() : new Map<string, ArmDisk>();
    return ids.flatMap((id) => {
      const disk = all.get(id.toLowerCase());
      return disk ? [volumeFromDisk(id, disk)] : [];
    });
  };
  const ownSnapshots = async () => {
    const all = await arm.list<ArmSnapshot>({
      what: `list the snapshots ${here}`,
      id: `${snapshots}/snapshots`,
      version: COMPUTE,
    });
    return all.map(snapshotFromArm);
  };
  const snapshot = async (name: string) => {
    const what = `describe snapshot ${name} ${here}`;
    return (await arm.call({ what, method: 'GET', id: snapshotId(place, name), version: COMPUTE })).body as ArmSnapshot;
  };

  const endReading = async (name: string) => {
    const id = `${snapshotId(place, name)}/endGetAccess`;
    const what = `end the access to snapshot ${name}`;
    await arm.whole({ what, method: 'POST', id, version: COMPUTE }).catch(gone);
  };

  return {
    ...notOfAzure(),

    async describeVolumes(ids) {
      const found = await presentVolumes(ids);
      const known = new Set(found.map(({ id }) => id));
      const missing = ids.filter((id) => !known.has(id));
      if (missing.length > 0) throw new KubeferryError('NotFound', `There is no disk ${missing.join(', ')} ${here}.`);
      return found;
    },

    presentVolumes,

    describeSnapshot: async (name) => snapshotFromArm(await snapshot(name)),

    knownIds: { snapshot: (description, { from }) => snapshotName(from, description) },

    // Each by its name: a list may miss what is fresh.
    async presentSnapshots(names) {
      const found = await inParallel(names, AT_A_TIME, (name) => snapshot(name).catch(gone));
      return found.flatMap((each) => (each ? [snapshotFromArm(each)] : []));
    },

    async snapshotsOf(volumeIds) {
      const wanted = new Set(volumeIds.map((id) => id.toLowerCase()));
      return (await ownSnapshots()).filter(({ volumeId }) => wanted.has(volumeId.toLowerCase()));
    },

    async findSnapshots(tags) {
      const carries = (of: Record<string, string>) => Object.entries(tags).every(([key, value]) => of[key] === value);
      return (await ownSnapshots()).filter((each) => carries(each.tags));
    },

    async createSnapshot(volumeId, tags, description) {
      const disk = (await disks()).get(volumeId.toLowerCase());
      if (!disk) throw new KubeferryError('NotFound', `There is no disk ${volumeId} ${here}.`);
      const name = snapshotName(volumeId, description);
      // A second PUT would give the tags of a new one to what is kept of an earlier run.
      const there = await snapshot(name).catch(gone);
      if (there && there.properties?.provisioningState !== 'Deleting') return snapshotFromArm(there);
      const making = arm.call({
        what: `snapshot disk ${volumeId}`,
        method: 'PUT',
        id: snapshotId(place, name),
        version: COMPUTE,
        body: {
          location: disk.location,
          tags: { ...tags, [DESCRIPTION]: description, [VOLUME]: volumeId.slice(0, VALUE_LENGTH) },
          properties: { incremental: true, creationData: { createOption: 'Copy', sourceResourceId: disk.id } },
        },
      });
      const { body } = await making.catch((error: unknown) => {
        throw isRefusedForNow(error) ? tooMany(error as Error) : error;
      });
      return snapshotFromArm(body as ArmSnapshot);
    },

    async tagSnapshot(name, tags) {
      const { tags: before = {} } = await snapshot(name);
      await arm.whole({
        what: `tag snapshot ${name}`,
        method: 'PATCH',
        id: snapshotId(place, name),
        version: COMPUTE,
        body: { tags: { ...before, ...tags } },
      });
    },

    // Nobody else has ever been let in: whoever reads its pages has an address that only this run was given.
    unshareSnapshot: async () => {},

    // The address that was granted is good for a day, and is never needed after the run that asked for it.
    endReading,

    deleteSnapshot: (name) => removeWithAccess(arm, snapshotId(place, name), COMPUTE),
  };
}
