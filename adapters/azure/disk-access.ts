import { KubeferryError } from '../../core/base/errors.ts';
import type { AzurePlace } from './cloud.ts';
import type { ArmSnapshot } from './disk-shapes.ts';
import { COMPUTE, snapshotId } from './disk-storage.ts';
import { lasting, type PageAccess } from './page-access.ts';
import type { ResourceManager } from './resource-manager.ts';

/**
 * As long as most copies take, and far below what Azure grants (60 days, https://learn.microsoft.com/azure/virtual-machines/linux/disks-upload-vhd-to-managed-disk-cli);
 * it is taken back when the snapshot is removed, or the disk is full.
 */
const ACCESS_SECONDS = 86_400;

/**
 * The pages of a disk or snapshot, for however long it takes: where an access ends before anybody has ended it, another one is granted, also
 * of a disk that is being filled (…/disks-upload-vhd-to-managed-disk-cli, "If your SAS expires during upload").
 */
export const lastingAccess = (arm: ResourceManager, id: string, level: 'Read' | 'Write'): Promise<PageAccess> =>
  lasting(() => pageAccess(arm, id, level));

/**
 * An address by which the pages of a disk or snapshot are read, or written: as good as a password, so that it is kept nowhere. While one
 * is valid, Azure answers the same again (https://learn.microsoft.com/rest/api/compute/snapshots/grant-access). `id` is that of Resource
 * Manager.
 */
export async function pageAccess(arm: ResourceManager, id: string, access: 'Read' | 'Write'): Promise<string> {
  const what = `get access to ${id}`;
  const body = { access, durationInSeconds: ACCESS_SECONDS };
  const answer = await arm.whole({ what, method: 'POST', id: `${id}/beginGetAccess`, version: COMPUTE, body });
  const { accessSAS } = (answer ?? {}) as { accessSAS?: string };
  if (!accessSAS) throw new KubeferryError('Unavailable', `Azure gave no access to ${id}; it is asked again.`);
  // Its signature, and the bytes of the disk, are for nobody else to read.
  if (!isSafe(URL.parse(accessSAS))) throw new Error(`Could not ${what}: Azure's address for it is not one of https.`);
  return accessSAS;
}

/** By TLS, or on this machine, where the stand-in for Azure has none. */
const isSafe = (url: URL | null) => url?.protocol === 'https:' || url?.hostname === '127.0.0.1';

/** To a snapshot of a disk; `sizeGiB` as it was planned: of a disk that grew meanwhile, what is behind it would be left out. */
export async function snapshotAccess(
  arm: ResourceManager,
  place: AzurePlace,
  name: string,
  sizeGiB: number,
): Promise<PageAccess> {
  const id = snapshotId(place, name);
  const what = `describe snapshot ${name}`;
  const { properties } = (await arm.call({ what, method: 'GET', id, version: COMPUTE })).body as ArmSnapshot;
  if (properties?.diskSizeGB === sizeGiB) return lastingAccess(arm, id, 'Read');
  throw new KubeferryError(
    'VerificationFailed',
    `Snapshot ${name} has ${properties?.diskSizeGB ?? 'an unknown number of'} GiB, planned was ${sizeGiB}: its disk was resized meanwhile. Way out: start the clone again.`,
  );
}
