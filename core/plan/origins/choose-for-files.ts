import type { Request } from '../../base/request/request.ts';
import type { PlannedFiles } from '../../base/run/origin.ts';
import { GIB } from '../../base/sizes.ts';
import { writeImage } from '../../base/strategies/write-image.ts';
import { brings, WITHOUT_DATA } from '../../base/strategies.ts';
import type { StrategyChoice } from '../volumes/choose-strategy.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/** Only one strategy copies files, so that what the request says of all volumes does not mean them; what it says of the claim does. */
export function chooseForFiles(claim: string, { name }: PlannedFiles, volumes: Request['volumes']): StrategyChoice {
  const { name: strategy } = writeImage;
  const reason = `its files come from repository "${name}"`;
  const asked = volumes.claims[claim];
  if (asked === undefined || asked === strategy) return { strategy, reason, others: [] };
  if (!brings({ strategy: asked })) return { strategy: asked, reason: '', others: [] };
  const blocker = `Claim ${claim} is to be copied from repository "${name}", which only "${strategy}" does, and volumes.claims asks for "${asked}". Take one of both out.`;
  return { strategy, reason, others: [], blocker };
}

/** What is expected to be moved: all files each time, since a backup tool keeps no blocks to compare. */
export const sizeOfFiles = ({
  bytes,
}: PlannedFiles): Pick<PlannedVolume, 'gibibytes' | 'basis'> & { broken?: string } =>
  bytes === undefined ? {} : { gibibytes: bytes / GIB, basis: 'snapshot' };

/** What ext4 needs for itself, in the worst of usual cases: inodes are 1/64 of the volume, and a journal 64 MiB. */
const SHARE_OF_FILES = 0.98;
const JOURNAL_BYTES = 64 * 2 ** 20;

/** A blocker's sentence for a block device, and when the backup says that it holds more than the volume has room for. */
export function whyUnfit(
  claim: string,
  { name, bytes }: PlannedFiles,
  volumeMode: string,
  sizeGiB: number,
  isArchived = false,
): string | undefined {
  if (volumeMode === 'Block') {
    const wayOut = isArchived
      ? `Back its volume up by a snapshot of EBS, or set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for an empty one.`
      : 'Leave its entry in volumes.origins out.';
    return `Claim ${claim} is a block device, and kubeferry reads only files out of repository "${name}". ${wayOut}`;
  }
  const room = sizeGiB * GIB * SHARE_OF_FILES - JOURNAL_BYTES;
  if (bytes === undefined || bytes <= room) return undefined;
  const needed = Math.ceil((bytes + JOURNAL_BYTES) / SHARE_OF_FILES / GIB);
  return `Claim ${claim} is to have a volume of ${sizeGiB} GiB, and its files in repository "${name}" need ${needed} GiB. Ask for as many in volumes.sizes["${claim}"], name a folder of the snapshot (path), or leave the entry out.`;
}
