import type { Request } from '../../base/request/request.ts';
import type { PlannedFiles, PlannedMove } from '../../base/run/origin.ts';
import { GIB } from '../../base/sizes.ts';
import { writeImage } from '../../base/strategies/write-image.ts';
import { brings } from '../../base/strategies.ts';
import type { StrategyChoice } from '../volumes/choose-strategy.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/** Only one strategy copies files, so that what the request says of all volumes does not mean them; what it says of the claim does. */
export function chooseForFiles(
  claim: string,
  files: PlannedFiles | PlannedMove,
  volumes: Request['volumes'],
): StrategyChoice {
  const { name: strategy } = writeImage;
  const from = placeOf(files);
  const reason = files.kind === 'mover' ? 'a Job of the run copies its files' : `its files come from ${from}`;
  const asked = volumes.claims[claim];
  if (asked === undefined || asked === strategy) return { strategy, reason, others: [] };
  if (!brings({ strategy: asked })) return { strategy: asked, reason: '', others: [] };
  const blocker = `Claim ${claim} is to be copied from ${from}, which only "${strategy}" does, and volumes.claims asks for "${asked}". Take one of both out.`;
  return { strategy, reason, others: [], blocker };
}

/** In sentences. */
const placeOf = (files: PlannedFiles | PlannedMove) =>
  files.kind === 'mover' ? 'what a Job of the run writes' : `repository "${files.name}"`;

/** What is expected to be moved: all files each time, since a backup tool keeps no blocks to compare. */
export function sizeOfFiles(
  files: PlannedFiles | PlannedMove,
): Pick<PlannedVolume, 'gibibytes' | 'basis'> & { broken?: string } {
  const bytes = bytesOf(files);
  return bytes === undefined ? {} : { gibibytes: bytes / GIB, basis: 'snapshot' };
}

/** Nobody has counted what a Job will find. */
const bytesOf = (files: PlannedFiles | PlannedMove) => (files.kind === 'mover' ? undefined : files.bytes);

/** What ext4 needs for itself, in the worst of usual cases: inodes are 1/64 of the volume, and a journal 64 MiB. */
const SHARE_OF_FILES = 0.98;
const JOURNAL_BYTES = 64 * 2 ** 20;

/** A blocker's sentence when the volume has no room for what the backup holds. */
export function whyUnfit(claim: string, { kind, name, bytes }: PlannedFiles, sizeGiB: number): string | undefined {
  if (bytes === undefined) return undefined;
  const needed = kind === 'image' ? Math.ceil(bytes / GIB) : gibibytesForFiles(bytes);
  if (needed <= sizeGiB) return undefined;
  const [what, less] =
    kind === 'image'
      ? ['the device that repository "NAME" has of it takes', '']
      : ['its files in repository "NAME" need', ', name a folder of the snapshot (path)'];
  return `Claim ${claim} is to have a volume of ${sizeGiB} GiB, and ${what.replace('NAME', name)} ${needed} GiB. Ask for as many in volumes.sizes["${claim}"]${less}, or leave the entry out.`;
}

/** Of a volume that has room for files of so many bytes. */
export const gibibytesForFiles = (bytes: number): number => Math.ceil((bytes + JOURNAL_BYTES) / SHARE_OF_FILES / GIB);
