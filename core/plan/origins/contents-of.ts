import type { Entry, FileRepository, FoundSnapshot } from '../../base/ports/file-repository.ts';
import type { PlannedFiles } from '../../base/run/origin.ts';
import { findDevice } from '../../image/device.ts';
import { gibibytesForFiles } from './choose-for-files.ts';

type Contents = Pick<PlannedFiles, 'kind' | 'losses' | 'bytes'>;

/** What a claim's data may be, and where it goes. */
interface Wanted {
  isDevice: boolean;
  /** Of the volume; undefined where nobody knows it yet. */
  sizeGiB?: number | undefined;
}

/**
 * What a snapshot is for a claim: files, of which the tool has not kept all that they had; or a device, whose bytes are all that there
 * is of it. Throws InvalidRequest for a device that the snapshot is not.
 */
export async function contentsOf(
  repository: Pick<FileRepository, 'walk'>,
  { root, losses, bytes }: FoundSnapshot,
  { isDevice, sizeGiB = Number.POSITIVE_INFINITY }: Wanted,
): Promise<Contents> {
  if (!isDevice) {
    if (bytes === undefined) return { kind: 'files', losses };
    const isEnough = gibibytesForFiles(bytes) <= sizeGiB || losses.includes(HARD_LINKS);
    return { kind: 'files', losses, bytes: isEnough ? bytes : await bytesOnce(repository.walk(root)) };
  }
  const device = await findDevice(repository.walk(root));
  return { kind: 'image', losses: [], bytes: device.bytes };
}

/** Of a tool that does not keep them each name is a file of its own. */
const HARD_LINKS = 'hard links';

/** A tool counts a file by each of its names, and it takes room once: where that decides, the tree says it. */
async function bytesOnce(entries: AsyncIterable<Entry>): Promise<number> {
  const seen = new Set<string>();
  let bytes = 0;
  for await (const { size, sameAs } of entries) {
    if (sameAs !== undefined && seen.has(sameAs)) continue;
    if (sameAs !== undefined) seen.add(sameAs);
    bytes += size;
  }
  return bytes;
}
