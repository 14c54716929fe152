import { KubeferryError } from '../../core/base/errors.ts';
import type { AzurePlace } from './cloud.ts';
import { COMPUTE, snapshotId } from './disk-storage.ts';
import type { ResourceManager } from './resource-manager.ts';

/** Longer than any copy should take; it is taken back when the snapshot is removed. */
const ACCESS_SECONDS = 86_400;

/**
 * An address by which the pages of a snapshot are read: as good as a password, so that it is kept nowhere. While one is valid, Azure
 * answers the same again (https://learn.microsoft.com/rest/api/compute/snapshots/grant-access).
 */
export async function snapshotAccess(arm: ResourceManager, place: AzurePlace, name: string): Promise<string> {
  const answer = await arm.whole({
    what: `get access to snapshot ${name}`,
    method: 'POST',
    id: `${snapshotId(place, name)}/beginGetAccess`,
    version: COMPUTE,
    body: { access: 'Read', durationInSeconds: ACCESS_SECONDS },
  });
  const { accessSAS } = (answer ?? {}) as { accessSAS?: string };
  if (!accessSAS)
    throw new KubeferryError('Unavailable', `Azure gave no access to snapshot ${name}; it is asked again.`);
  return accessSAS;
}
