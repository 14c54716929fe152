import type { Volume } from '../../base/ports/volume-storage.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import type { FoundFiles } from './find-files.ts';
import type { HeldVolumes } from './held-volumes.ts';

interface Facts {
  files?: FoundFiles;
  held?: HeldVolumes | undefined;
  volumes: ReadonlyMap<string, Volume>;
}

/** Claims whose data comes from files, whatever their volume is. */
export const claimsOfFiles = ({ files, held }: Pick<Facts, 'files' | 'held'>): string[] => [
  ...(files?.keys() ?? []),
  ...[...(held?.byClaim ?? [])].flatMap(([claim, each]) => ('files' in each ? claim : [])),
];

export const isOfFiles = (claim: string, facts: Facts): boolean => claimsOfFiles(facts).includes(claim);

/** Whether a claim's data is known to be kept, and cannot be had: whatever its volume was, that blocks the plan. */
export function isHeldInVain(claim: string, { held }: Pick<Facts, 'held'>): boolean {
  const found = held?.byClaim.get(claim);
  return found !== undefined && 'blocker' in found;
}

/** What EC2 says of the volume; of one on other storage what its PersistentVolume says, as the plainest EBS volume of that size. */
export function volumeOf(
  claim: string,
  { volumeId, volumeName, sizeGiB }: ClaimFacts,
  facts: Facts,
): Volume | undefined {
  if (volumeId !== '' || !isOfFiles(claim, facts)) return facts.volumes.get(volumeId);
  const own = { state: 'in-use', zone: '', type: 'gp3', encrypted: false, instanceIds: [], tags: {} } as const;
  return { id: volumeName, sizeGiB: sizeGiB ?? 1, ...own, instanceIds: [] };
}
