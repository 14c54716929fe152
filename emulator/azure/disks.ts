import type { Clock } from '../../time/clock.ts';
import { AzureError, notFound } from './azure-error.ts';
import type { Operations } from './operations.ts';
import { PageBlob } from './page-blobs/page-blob.ts';
import type { PageBlobs } from './page-blobs/page-blobs.ts';
import { type Disk, LARGE_SECTOR, SECTORED, shown } from './shown-disk.ts';

export interface Answer {
  status: number;
  body?: object;
  /** Of a long operation. */
  operation?: string;
}

/** Disks and snapshots of all subscriptions, by their ids in lower case. */
export interface Disks {
  all: Map<string, Disk>;
  read(id: string): Answer;
  list(collection: string): Answer;
  writeSnapshot(id: string, body: SnapshotBody): Answer;
  writeDisk(id: string, body: DiskBody): Answer;
  change(id: string, body: { tags?: Record<string, string>; properties?: { diskSizeGB?: number } }): Answer;
  /** `by`: who asks. */
  beginAccess(id: string, wish: { access: string; durationInSeconds: number }, by?: string): Answer;
  endAccess(id: string): Answer;
  remove(id: string): Answer;
  /** With the resource group that they are in. */
  removeAll(group: string): void;
}

export interface SnapshotBody {
  location: string;
  tags?: Record<string, string>;
  properties: { incremental?: boolean; creationData: { createOption: string; sourceResourceId?: string } };
}

export interface DiskBody {
  location: string;
  zones?: string[];
  sku?: { name: string };
  tags?: Record<string, string>;
  properties: {
    creationData: { createOption: string; uploadSizeBytes?: number; logicalSectorSize?: number };
    diskIOPSReadWrite?: number;
    diskMBpsReadWrite?: number;
    encryption?: { type: string; diskEncryptionSetId: string };
  };
}

/** Of the image of a disk that is uploaded (https://learn.microsoft.com/azure/virtual-machines/linux/disks-upload-vhd-to-managed-disk-cli). */
const FOOTER = { bytes: 512, cookie: 'conectix' };
const CREATION_SECONDS = 3;
const SNAPSHOT_SECONDS = 20;
const ACCESS_SECONDS = 2;
const REMOVAL_SECONDS = 5;
/** https://learn.microsoft.com/azure/virtual-machines/linux/disks-upload-vhd-to-managed-disk-cli#generate-writeable-sas */
const MOST_ACCESS_SECONDS = 60 * 86_400;
const GIB = 2 ** 30;
/** Of one disk (https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots#restrictions). */
const MOST_SNAPSHOTS = { count: 7, within: 300_000 };
const MOST_READ = 5;

export function createDisks(clock: Clock, blobs: PageBlobs, operations: Operations): Disks {
  const all = new Map<string, Disk>();
  const now = () => clock.now().getTime();
  const there = (id: string): Disk => {
    const found = all.get(id.toLowerCase());
    if (!found || now() >= (found.goneAt ?? Number.POSITIVE_INFINITY)) throw notFound(id);
    return found;
  };
  const seen = (disk: Disk) => shown(disk, now());
  const isThere = ({ goneAt = Number.POSITIVE_INFINITY }: Disk) => now() < goneAt;
  const snapshotsOf = ({ blob: { disk } }: Disk) =>
    [...all.values()].filter(({ source, blob }) => source !== undefined && blob.disk === disk);
  const isRead = (snapshot: Disk) =>
    isThere(snapshot) && snapshot.access !== undefined && now() < snapshot.access.until;
  return {
    all,
    removeAll(group) {
      for (const [id, disk] of all)
        if (id.startsWith(`${group.toLowerCase()}/`)) disk.goneAt ??= now() + REMOVAL_SECONDS * 1000;
    },
    read: (id) => ({ status: 200, body: seen(there(id)) }),
    list(collection) {
      const within = `${collection.toLowerCase()}/`;
      const found = [...all].filter(
        ([id, { goneAt = Number.POSITIVE_INFINITY }]) => id.startsWith(within) && now() < goneAt,
      );
      return { status: 200, body: { value: found.map(([, disk]) => seen(disk)) } };
    },
    writeSnapshot(id, { location, tags = {}, properties: { incremental, creationData } }) {
      const before = all.get(id.toLowerCase());
      if (before && now() < (before.goneAt ?? Number.POSITIVE_INFINITY)) {
        if (before.goneAt !== undefined) throw conflict(id);
        return { status: 200, body: seen(before) };
      }
      if (creationData.createOption !== 'Copy' || !incremental)
        throw new AzureError(501, 'UnsupportedByLocalCloud', 'Only incremental copies of disks are made here.');
      const source = there(creationData.sourceResourceId ?? '');
      if (location !== source.location)
        throw new AzureError(
          400,
          'InvalidParameter',
          `Disk in location ${source.location} cannot be snapshotted in ${location}.`,
        );
      if (
        snapshotsOf(source).filter(({ createdAt }) => createdAt > now() - MOST_SNAPSHOTS.within).length >=
        MOST_SNAPSHOTS.count
      )
        throw new AzureError(
          409,
          'OperationNotAllowed',
          `Too many snapshots of ${source.id} were made in five minutes.`,
        );
      const { sizeGiB, blob } = source;
      const made = { id, location, sizeGiB, sku: 'Standard_ZRS', tags, blob: blob.fork(), source: source.id };
      const snapshot = { ...made, createdAt: now(), readyAt: now() + SNAPSHOT_SECONDS * 1000 };
      all.set(id.toLowerCase(), snapshot);
      return { status: 202, body: seen(snapshot), operation: operations.begin(SNAPSHOT_SECONDS) };
    },
    writeDisk(id, { location, zones, sku, tags = {}, properties }) {
      const before = all.get(id.toLowerCase());
      if (before && now() < (before.goneAt ?? Number.POSITIVE_INFINITY)) {
        if (before.goneAt !== undefined) throw conflict(id);
        // A PUT is of the whole thing, so that its tags are those of the last one.
        before.tags = tags;
        return { status: 200, body: seen(before) };
      }
      const { createOption, uploadSizeBytes = 0, logicalSectorSize = LARGE_SECTOR } = properties.creationData;
      const sizeGiB = (uploadSizeBytes - FOOTER.bytes) / GIB;
      if (createOption !== 'Upload' || !Number.isInteger(sizeGiB) || sizeGiB < 1)
        throw new AzureError(400, 'InvalidParameter', `Parameter 'uploadSizeBytes' is invalid: ${uploadSizeBytes}.`);
      if (zones?.[0] && sku?.name.endsWith('_ZRS'))
        throw new AzureError(
          400,
          'InvalidParameter',
          `A disk of ${sku.name} is in no zone, and '${zones[0]}' was asked for.`,
        );
      const disk: Disk = {
        ...{ id, location, sizeGiB, sku: sku?.name ?? 'Standard_LRS', tags, blob: new PageBlob(uploadSizeBytes) },
        ...(zones?.[0] ? { zone: zones[0] } : {}),
        ...(SECTORED.includes(sku?.name ?? '') ? { sector: logicalSectorSize } : {}),
        ...{ upload: 'ReadyToUpload', createdAt: now(), readyAt: now() + CREATION_SECONDS * 1000 },
        ...(properties.diskIOPSReadWrite ? { iops: properties.diskIOPSReadWrite } : {}),
        ...(properties.encryption ? { encryptionSet: properties.encryption.diskEncryptionSetId } : {}),
        ...(properties.diskMBpsReadWrite ? { throughput: properties.diskMBpsReadWrite } : {}),
      };
      all.set(id.toLowerCase(), disk);
      return { status: 202, body: seen(disk), operation: operations.begin(CREATION_SECONDS) };
    },
    change(id, { tags, properties }) {
      const disk = there(id);
      if (tags) disk.tags = tags;
      const size = properties?.diskSizeGB ?? disk.sizeGiB;
      if (size < disk.sizeGiB || disk.upload)
        throw new AzureError(409, 'OperationNotAllowed', `${id} cannot be changed so.`);
      disk.sizeGiB = size;
      return { status: 200, body: seen(disk) };
    },
    beginAccess(id, { access: level, durationInSeconds }, by) {
      const disk = there(id);
      if (now() < disk.readyAt || disk.goneAt !== undefined) throw conflict(id);
      if ((level === 'Write') !== (disk.upload !== undefined))
        throw new AzureError(
          409,
          'OperationNotAllowed',
          `An access for ${level} is not granted on ${id} in its state.`,
        );
      if (!(durationInSeconds > 0 && durationInSeconds <= MOST_ACCESS_SECONDS))
        throw new AzureError(400, 'InvalidParameter', `durationInSeconds ${durationInSeconds} is not up to 60 days.`);
      const { access } = disk;
      if (access && now() < access.until && access.level !== level)
        throw new AzureError(409, 'OperationNotAllowed', `${id} has an access for ${access.level} already.`);
      if (!access || now() >= access.until) {
        if (disk.source && snapshotsOf(disk).filter(isRead).length >= MOST_READ)
          throw new AzureError(
            409,
            'OperationNotAllowed',
            `${MOST_READ} snapshots of its disk have an access already.`,
          );
        const url = blobs.grant(disk.blob, level === 'Write' ? 'rw' : 'r', durationInSeconds, by);
        if (disk.upload) disk.upload = 'ActiveUpload';
        disk.access = { url, level, until: now() + durationInSeconds * 1000 };
      }
      return { status: 202, operation: operations.begin(ACCESS_SECONDS, { accessSAS: disk.access!.url }) };
    },
    endAccess(id) {
      const disk = there(id);
      blobs.revoke(disk.blob);
      if (disk.upload === 'ActiveUpload') endUpload(disk);
      disk.access = undefined;
      return { status: 202, operation: operations.begin(ACCESS_SECONDS) };
    },
    remove(id) {
      const disk = all.get(id.toLowerCase());
      if (!disk || now() >= (disk.goneAt ?? Number.POSITIVE_INFINITY)) return { status: 204 };
      if (disk.access && now() < disk.access.until)
        throw new AzureError(
          409,
          'OperationNotAllowed',
          `There is an active shared access signature outstanding for disk ${id}. Call EndGetAccess before deleting or attaching the disk.`,
        );
      disk.goneAt ??= now() + REMOVAL_SECONDS * 1000;
      blobs.remove(disk.blob);
      return { status: 202, operation: operations.begin(REMOVAL_SECONDS) };
    },
  };
}

/** What has the footer of an image is a disk then, and anything else is an upload that failed: it takes no further one. */
function endUpload(disk: Disk): void {
  const { blob, sector = 512 } = disk;
  if (sector !== 512) return;
  const footer = blob.read(blob.size - FOOTER.bytes, FOOTER.bytes);
  if (footer.subarray(0, FOOTER.cookie.length).toString('latin1') === FOOTER.cookie) delete disk.upload;
}

const conflict = (id: string) =>
  new AzureError(
    409,
    'AnotherOperationInProgress',
    `Another operation on ${id} is in progress. Retry after some time.`,
  );
