import { createHash } from 'node:crypto';
import type { Snapshot, Volume } from '../../core/base/ports/volume-storage.ts';

/** As Compute answers a managed disk (https://learn.microsoft.com/rest/api/compute/disks/get). */
export interface ArmDisk {
  id: string;
  name: string;
  location: string;
  zones?: string[];
  /** Of the machine that it is attached to. */
  managedBy?: string;
  managedByExtended?: string[];
  sku?: { name?: string };
  tags?: Record<string, string>;
  properties?: {
    diskSizeGB?: number;
    diskState?: string;
    diskIOPSReadWrite?: number;
    diskMBpsReadWrite?: number;
    provisioningState?: string;
    timeCreated?: string;
    maxShares?: number;
    /** `Linux` or `Windows`: a disk that a machine starts from. */
    osType?: string;
    uniqueId?: string;
    creationData?: { logicalSectorSize?: number };
    encryption?: { diskEncryptionSetId?: string };
  };
}

/** https://learn.microsoft.com/rest/api/compute/snapshots/get */
export interface ArmSnapshot {
  id: string;
  name: string;
  tags?: Record<string, string>;
  properties?: {
    creationData?: { sourceResourceId?: string; sourceUniqueId?: string };
    provisioningState?: string;
    /** Of a snapshot whose data is still brought to where it is kept. */
    completionPercent?: number;
    diskSizeGB?: number;
    timeCreated?: string;
    incremental?: boolean;
  };
}

/** Tags of a snapshot that say what EC2 has fields for. */
export const DESCRIPTION = 'kubeferry:description';
export const VOLUME = 'kubeferry:volume';

/** A value has 256 characters (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources). */
export const VALUE_LENGTH = 256;

/**
 * The same question has the same name, so that it is asked twice without harm: what EC2 has no ClientToken for. Names have 80
 * characters.
 */
export const snapshotName = (volumeId: string, description: string) =>
  `kubeferry-${createHash('sha256').update(`${description} ${volumeId.toLowerCase()}`).digest('hex').slice(0, 32)}`;

/**
 * The nearest that EBS has of what a disk is for (https://learn.microsoft.com/azure/virtual-machines/disks-types): what it gives of
 * IOPS and throughput is kept beside.
 */
const EBS_TYPES: Readonly<Record<string, string>> = { UltraSSD_LRS: 'io2' };
const ebsType = (sku: string | undefined) => EBS_TYPES[sku ?? ''] ?? 'gp3';

/** `id` is as it was asked for: Azure's own may be in other letters. */
export function volumeFromDisk(id: string, disk: ArmDisk): Volume {
  const {
    diskSizeGB = 0,
    diskIOPSReadWrite: iops,
    diskMBpsReadWrite: throughputMiBps,
    maxShares = 1,
    osType,
    uniqueId,
    encryption = {},
  } = disk.properties ?? {};
  const [zone] = disk.zones ?? [];
  const attached = [disk.managedBy, ...(disk.managedByExtended ?? [])].filter((each) => each !== undefined);
  return {
    id,
    cloud: 'azure',
    ...(uniqueId ? { uniqueId } : {}),
    state: attached.length > 0 ? 'in-use' : 'available',
    // As the nodes of AKS have it in topology.kubernetes.io/zone.
    zone: zone ? `${disk.location}-${zone}` : '',
    sizeGiB: diskSizeGB,
    type: ebsType(disk.sku?.name),
    ...(disk.sku?.name ? { sku: disk.sku.name } : {}),
    ...(encryption.diskEncryptionSetId ? { encryptionSet: encryption.diskEncryptionSetId } : {}),
    ...(iops ? { iops } : {}),
    ...(throughputMiBps ? { throughputMiBps } : {}),
    encrypted: false,
    // Machines of Azure have no call that takes the disks of one together.
    instanceIds: [],
    ...(attached.length > 0 ? { attachedTo: attached } : {}),
    ...(osType ? { endsWithInstance: true as const } : {}),
    ...(maxShares > 1 ? { multiAttach: true as const } : {}),
    ...(sectorOf(disk) === SECTOR ? {} : { sectorBytes: sectorOf(disk) }),
    tags: disk.tags ?? {},
  };
}

/**
 * Disks of these SKUs alone have larger sectors, and do unless they were made otherwise
 * (https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots, "Check sector size").
 */
export const SECTORED: readonly string[] = ['PremiumV2_LRS', 'UltraSSD_LRS'];
/** Of a disk whose image is a VHD, and of volumes of EBS. */
export const SECTOR = 512;
const LARGE_SECTOR = 4_096;

const sectorOf = ({ sku, properties }: ArmDisk): number =>
  properties?.creationData?.logicalSectorSize ?? (SECTORED.includes(sku?.name ?? '') ? LARGE_SECTOR : SECTOR);

/** Its id is its name: it is looked for where snapshots of runs are, and nowhere else. */
export function snapshotFromArm({ name, tags = {}, properties = {} }: ArmSnapshot): Snapshot {
  const { creationData, provisioningState, completionPercent = 100, diskSizeGB = 0, timeCreated = '' } = properties;
  const { sourceResourceId: source = '', sourceUniqueId } = creationData ?? {};
  const asked = tags[VOLUME] ?? '';
  const volumeId = asked.toLowerCase() === source.toLowerCase() ? asked : source;
  const description = tags[DESCRIPTION] ?? '';
  return {
    id: name,
    state: stateOf(provisioningState, completionPercent),
    ...(provisioningState === 'Failed' ? { stateMessage: 'Azure says that it failed' } : {}),
    volumeId,
    ...(sourceUniqueId ? { volumeUniqueId: sourceUniqueId } : {}),
    sizeGiB: diskSizeGB,
    encrypted: false,
    ownerAccount: '',
    startedAt: timeCreated,
    progress: `${Math.floor(completionPercent)}%`,
    // Tags travel with copies of a snapshot, and its name does not.
    description: name === snapshotName(volumeId, description) ? description : '',
    tags,
  };
}

function stateOf(provisioningState: string | undefined, completionPercent: number): Snapshot['state'] {
  if (provisioningState === 'Failed') return 'error';
  return provisioningState === 'Succeeded' && completionPercent >= 100 ? 'completed' : 'pending';
}
