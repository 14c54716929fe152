import { createHash } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import type { Snapshot, StartSnapshotRequest, Volume, VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import { type StepTag, TAG } from '../../core/base/run/names.ts';
import { GIB } from '../../core/base/sizes.ts';
import type { AzurePlace } from './cloud.ts';
import { type ArmDisk, DESCRIPTION, SECTOR, SECTORED, volumeFromDisk } from './disk-shapes.ts';
import { AT_A_TIME, COMPUTE, groupOf } from './disk-storage.ts';
import { notOfAzure } from './not-of-azure.ts';
import { gone, removeWithAccess } from './remove.ts';
import type { ResourceManager } from './resource-manager.ts';
import { FOOTER_BYTES } from './vhd-footer.ts';

/** Where a run makes disks. */
export interface AzureTarget extends AzurePlace {
  location: string;
}

/** As what a disk is made that is to be filled. */
export interface UploadWish {
  zone: string;
  /** SKU. */
  volumeType: string;
  iops?: number | undefined;
  throughputMiBps?: number | undefined;
  /** Id; a key of the platform where it is left out. */
  encryptionSet?: string | undefined;
}

/** Zone-redundant disks are in no zone (https://learn.microsoft.com/azure/virtual-machines/disks-redundancy#zone-redundant-storage-for-managed-disks). */
const isInAllZones = (sku: string) => sku.endsWith('_ZRS');

const UPLOADED: StepTag = 'target-snapshot';
const VOLUME: StepTag = 'target-volume';

/** The same question has the same name, so that asking twice makes one disk. */
const uploadName = (description: string, claim: string) =>
  `kubeferry-${createHash('sha256').update(`${description} ${claim}`).digest('hex').slice(0, 32)}`;

export const diskId = (place: AzurePlace, name: string) => `${groupOf(place, place.nodeResourceGroup)}/disks/${name}`;

/**
 * Makes a disk to be filled by its pages, and answers its name. The upload has the size of the disk and the footer of its image
 * (https://learn.microsoft.com/azure/virtual-machines/windows/disks-upload-vhd-to-managed-disk-powershell).
 */
export async function startUpload(
  arm: ResourceManager,
  place: AzureTarget,
  { sizeGiB, tags, description, parentSnapshotId }: StartSnapshotRequest,
  { zone, volumeType, iops, throughputMiBps, encryptionSet }: UploadWish,
): Promise<string> {
  if (parentSnapshotId !== undefined)
    throw new KubeferryError('NotFound', `No disk of Azure goes on from ${parentSnapshotId}: everything is copied.`);
  const name = uploadName(description, tags[TAG.claim] ?? '');
  // A second PUT would give the tags of an upload to what is the volume of the clone by now: a clean-up removes uploads.
  if (await findDisk(arm, diskId(place, name))) return name;
  const numbered = /-(\d)$/.exec(zone)?.[1];
  await arm.whole({
    what: `make disk ${name} of ${sizeGiB} GiB`,
    method: 'PUT',
    id: diskId(place, name),
    version: COMPUTE,
    body: {
      location: place.location,
      ...(numbered && !isInAllZones(volumeType) ? { zones: [numbered] } : {}),
      sku: { name: volumeType },
      tags: { ...tags, [DESCRIPTION]: description },
      properties: {
        creationData: {
          createOption: 'Upload',
          uploadSizeBytes: sizeGiB * GIB + FOOTER_BYTES,
          // A VHD fits no other sector.
          ...(SECTORED.includes(volumeType) ? { logicalSectorSize: SECTOR } : {}),
        },
        ...(iops ? { diskIOPSReadWrite: iops } : {}),
        ...(throughputMiBps ? { diskMBpsReadWrite: throughputMiBps } : {}),
        ...(encryptionSet
          ? { encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: encryptionSet } }
          : {}),
      },
    },
  });
  return name;
}

/**
 * Managed disks of one AKS cluster as a target. One disk stands for what are two things in EBS: as long as it is filled it is a
 * snapshot of the run, by its step tag, and once it is complete `createVolume` makes it the volume. So nothing is copied twice, and whatever a
 * roll-back or clean-up removes it finds where it looks for it.
 */
export function azureUploadStorage(arm: ResourceManager, place: AzureTarget): VolumeStorage {
  const here = `in resource group ${place.nodeResourceGroup} of subscription ${place.subscription}`;
  const list = () => {
    const id = `${groupOf(place, place.nodeResourceGroup)}/disks`;
    return arm.list<ArmDisk>({ what: `list the disks ${here}`, id, version: COMPUTE });
  };
  const read = (id: string) => readDisk(arm, id);
  const nameOf = (id: string) => id.split('/').at(-1) ?? '';
  const isHere = (id: string) => id.toLowerCase() === diskId(place, nameOf(id)).toLowerCase();
  const shown = (disk: ArmDisk) => volumeOf(diskId(place, disk.name), disk);
  // Each by its id: a list may miss what is fresh, and show it as it was. Of its letters, Azure itself may have others.
  const presentVolumes = async (ids: string[]) => {
    const names = ids.filter(isHere).map(nameOf);
    const found = await inParallel(names, AT_A_TIME, (name) => findDisk(arm, diskId(place, name)));
    return found.flatMap((disk) => (disk && !isUpload(disk) ? [shown(disk)] : []));
  };

  return {
    ...notOfAzure(),

    async describeVolumes(ids) {
      const found = await presentVolumes(ids);
      const known = new Set(found.map(({ id }) => id.toLowerCase()));
      const missing = ids.filter((id) => !known.has(id.toLowerCase()));
      if (missing.length > 0) throw new KubeferryError('NotFound', `There is no disk ${missing.join(', ')} ${here}.`);
      return found;
    },

    presentVolumes,
    findVolumes: async (tags) => (await list()).filter((disk) => !isUpload(disk) && carries(tags)(disk)).map(shown),
    describeSnapshot: async (name) => snapshotOf(await read(diskId(place, name))),
    findSnapshots: async (tags) => (await list()).filter(isUpload).map(snapshotOf).filter(carries(tags)),
    knownIds: {
      snapshot: (description, { claim }) => uploadName(description, claim),
      volume: (snapshotId) => diskId(place, snapshotId),
    },

    // Whatever has one of these names and is no volume: a run gives them to uploads alone.
    async presentSnapshots(names) {
      const found = await inParallel(names, AT_A_TIME, (name) => findDisk(arm, diskId(place, name)));
      return found.filter((disk) => disk !== undefined && !isVolume(disk)).map((disk) => snapshotOf(disk!));
    },

    async createVolume({ snapshotId: name, tags, sizeGiB }) {
      const id = diskId(place, name);
      const disk = await read(id);
      if (isVolume(disk)) return shown(disk);
      if (!isFilled(disk)) throw new KubeferryError('NotYet', `Disk ${name} is being filled still.`);
      // Nobody attaches a disk to which an access is open.
      await endAccess(arm, id);
      const grows = sizeGiB > (disk.properties?.diskSizeGB ?? 0);
      const body = { tags, ...(grows ? { properties: { diskSizeGB: sizeGiB } } : {}) };
      await arm.whole({ what: `complete disk ${name}`, method: 'PATCH', id, version: COMPUTE, body });
      return shown(await read(id));
    },

    // A list may show a disk as it was before it became the volume of the clone, and that disk is nobody's to remove here.
    async deleteSnapshot(name) {
      const id = diskId(place, name);
      const disk = await findDisk(arm, id);
      if (disk && (isUpload(disk) || isUnfinished(disk))) await removeWithAccess(arm, id, COMPUTE);
    },

    async deleteVolume(id) {
      if (!isHere(id)) throw new KubeferryError('InvalidRequest', `Disk ${id} is not ${here}: runs delete no other.`);
      await removeWithAccess(arm, diskId(place, nameOf(id)), COMPUTE);
    },
    zones: async () => ['1', '2', '3'].map((zone) => `${place.location}-${zone}`),
  };
}

const readDisk = async (arm: ResourceManager, id: string) =>
  (await arm.call({ what: `describe disk ${id}`, method: 'GET', id, version: COMPUTE })).body as ArmDisk;

/** As it is now; undefined where there is none. */
const findDisk = (arm: ResourceManager, id: string): Promise<ArmDisk | undefined> => readDisk(arm, id).catch(gone);

export const endAccess = (arm: ResourceManager, id: string) =>
  arm.whole({ what: `end the access to ${id}`, method: 'POST', id: `${id}/endGetAccess`, version: COMPUTE });

const carries =
  (wanted: Record<string, string>) =>
  ({ tags = {} }: { tags?: Record<string, string> }) =>
    Object.entries(wanted).every(([key, value]) => tags[key] === value);

const isUpload = ({ tags = {} }: ArmDisk) => tags[TAG.step] === UPLOADED;
const isVolume = ({ tags = {} }: ArmDisk) => tags[TAG.step] === VOLUME;

/** It waits for its pages, so that nobody can attach it. */
const isUnfinished = ({ properties }: ArmDisk) =>
  ['ReadyToUpload', 'ActiveUpload'].includes(properties?.diskState ?? '');

/**
 * States of a disk that takes no upload any more: one without a state, as while it is being made, has nothing in it yet
 * (https://learn.microsoft.com/rest/api/compute/disks/get#diskstate).
 */
const FILLED = ['Unattached', 'Attached', 'Reserved', 'Frozen', 'ActiveSAS', 'ActiveSASFrozen'];

const isFilled = ({ properties }: ArmDisk) => FILLED.includes(properties?.diskState ?? '');

function snapshotOf(disk: ArmDisk): Snapshot {
  const { name, tags = {}, properties = {} } = disk;
  const description = tags[DESCRIPTION] ?? '';
  return {
    id: name,
    state: properties.provisioningState === 'Failed' ? 'error' : isFilled(disk) ? 'completed' : 'pending',
    volumeId: '',
    sizeGiB: properties.diskSizeGB ?? 0,
    encrypted: true,
    kmsKeyArn: '',
    ownerAccount: '',
    startedAt: properties.timeCreated ?? '',
    description: name === uploadName(description, tags[TAG.claim] ?? '') ? description : '',
    tags,
    ...(isUnfinished(disk) ? { unfinished: true as const } : {}),
  };
}

const UNSETTLED: Record<string, Volume['state']> = { Deleting: 'deleting', Failed: 'error' };

/** Managed disks are always encrypted, under no key of AWS. */
function volumeOf(id: string, disk: ArmDisk): Volume {
  const volume = volumeFromDisk(id, disk);
  const { provisioningState = '' } = disk.properties ?? {};
  return {
    ...volume,
    state: provisioningState === 'Succeeded' ? volume.state : (UNSETTLED[provisioningState] ?? 'creating'),
    type: disk.sku?.name ?? '',
    encrypted: true,
    kmsKeyArn: '',
    instanceIds: volume.attachedTo ?? [],
    snapshotId: disk.name,
  };
}
