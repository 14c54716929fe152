import type { PageBlob } from './page-blobs/page-blob.ts';

interface Access {
  url: string;
  level: string;
  until: number;
}

/** A managed disk, or a snapshot of one. */
export interface Disk {
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/disks/NAME`. */
  id: string;
  location: string;
  zone?: string;
  sizeGiB: number;
  sku: string;
  tags: Record<string, string>;
  managedBy?: string;
  /** Without the footer that its export ends with. */
  blob: PageBlob;
  /** Of a snapshot. */
  source?: string;
  /** Of a disk that was made to be filled, until its access for writing has ended. */
  upload?: 'ReadyToUpload' | 'ActiveUpload';
  iops?: number;
  throughput?: number;
  /** Id; a key of the platform without it. */
  encryptionSet?: string;
  /** Bytes of a logical sector, where its SKU has a choice. */
  sector?: number;
  /** Milliseconds of the clock. */
  createdAt: number;
  readyAt: number;
  /** When it is gone, once it was deleted. */
  goneAt?: number;
  access?: Access;
}

const GIB = 2 ** 30;

/** Only these have a choice of sectors, and a VHD fits those of 512 bytes (https://learn.microsoft.com/azure/virtual-machines/linux/disks-upload-vhd-to-managed-disk-cli). */
export const SECTORED = ['PremiumV2_LRS', 'UltraSSD_LRS'];
export const LARGE_SECTOR = 4_096;

/** As Compute shows it (https://learn.microsoft.com/rest/api/compute/disks/get, …/snapshots/get). */
export function shown(disk: Disk, now: number): object {
  const { id, location, zone, sizeGiB, sku, tags, managedBy, source, createdAt, readyAt, goneAt } = disk;
  const { access, upload, iops = 500, throughput = 60, encryptionSet } = disk;
  const sector = SECTORED.includes(sku) ? { logicalSectorSize: disk.sector ?? LARGE_SECTOR } : {};
  const provisioningState = goneAt !== undefined ? 'Deleting' : now < readyAt ? 'Updating' : 'Succeeded';
  return {
    id,
    name: id.split('/').at(-1),
    type: source ? 'Microsoft.Compute/snapshots' : 'Microsoft.Compute/disks',
    location,
    tags,
    sku: { name: sku },
    ...(zone ? { zones: [zone] } : {}),
    ...(managedBy ? { managedBy } : {}),
    properties: {
      diskSizeGB: sizeGiB,
      diskSizeBytes: sizeGiB * GIB,
      encryption: encryptionSet
        ? { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: encryptionSet }
        : { type: 'EncryptionAtRestWithPlatformKey' },
      ...(source ? {} : { uniqueId: uniqueIdOf(disk) }),
      provisioningState,
      timeCreated: new Date(createdAt).toISOString(),
      diskState: upload ?? (access && now < access.until ? 'ActiveSAS' : managedBy ? 'Attached' : 'Unattached'),
      ...(source
        ? {
            incremental: true,
            completionPercent: now < readyAt ? 42 : 100,
            creationData: { createOption: 'Copy', sourceResourceId: source, sourceUniqueId: uniqueIdOf(disk) },
          }
        : {
            creationData: { createOption: 'Empty', ...sector },
            diskIOPSReadWrite: iops,
            diskMBpsReadWrite: throughput,
          }),
    },
  };
}

/** A snapshot has that of the disk that it was taken of; another disk of the same name has its own. */
const uniqueIdOf = ({ blob }: Disk) => `00000000-0000-4000-8000-${String(blob.disk).padStart(12, '0')}`;
