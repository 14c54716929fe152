import type { FileRepository, FoundSnapshot } from '../../base/ports/file-repository.ts';
import type { PlannedFiles } from '../../base/run/origin.ts';
import { findDevice } from '../../image/device.ts';

type Contents = Pick<PlannedFiles, 'kind' | 'losses' | 'bytes'>;

/**
 * What a snapshot is for a claim: files, of which the tool has not kept all that they had; or a device, whose bytes are all that there
 * is of it. Throws InvalidRequest for a device that the snapshot is not.
 */
export async function contentsOf(
  repository: Pick<FileRepository, 'walk'>,
  { root, losses, bytes }: FoundSnapshot,
  isDevice: boolean,
): Promise<Contents> {
  if (!isDevice) return { kind: 'files', losses, ...(bytes === undefined ? {} : { bytes }) };
  const device = await findDevice(repository.walk(root));
  return { kind: 'image', losses: [], bytes: device.bytes };
}
