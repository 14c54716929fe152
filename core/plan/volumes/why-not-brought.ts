import type { Volume } from '../../base/ports/volume-storage.ts';
import { takenBefore } from '../../base/run/origin.ts';
import { brings } from '../../base/strategies.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import { whyUnfit } from '../origins/choose-for-files.ts';
import type { UsableOrigin } from '../origins/origin-of-claim.ts';
import { whyForeign } from './belongs-to-cluster.ts';
import type { StrategyChoice } from './choose-strategy.ts';
import type { VolumeFacts } from './volume-facts.ts';

interface ChosenWay {
  claimFacts: ClaimFacts;
  volume: Volume;
  origin: UsableOrigin | undefined;
  choice: StrategyChoice;
  facts: VolumeFacts;
}

/** A blocker's sentence where the chosen way contradicts the request, cannot hold the files, or would bring what is not the cluster's. */
export function whyNotBrought(
  claim: string,
  { claimFacts, volume, origin, choice, facts }: ChosenWay,
): string | undefined {
  const { clone, request, instances } = facts;
  if (origin && !brings(choice)) {
    return `Claim ${claim} has an entry in volumes.origins, and its data is left behind ("${choice.strategy}"). Take one of both out.`;
  }
  const size = request.volumes.sizes?.[claim] ?? volume.sizeGiB;
  const files = origin && 'files' in origin ? takenBefore(origin.files) : undefined;
  const unfit = files && files.kind !== 'snapshot' ? whyUnfit(claim, files, size) : undefined;
  if (unfit) return unfit;
  const unreadable = brings(choice) && !files ? whyUnreadable(claim, volume) : undefined;
  if (unreadable) return unreadable;
  if (!brings(choice) || origin?.proven) return undefined;
  const { cluster, allowVolumes: allowed = [] } = clone.route.source;
  const nodeResourceGroup = clone.route.source.kind === 'aks' ? clone.route.source.nodeResourceGroup : undefined;
  return whyForeign(claim, claimFacts, volume, { cluster, allowed, instances, nodeResourceGroup });
}

/** https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots: such snapshots are VHDX files, and no images of the disk. */
export function whyUnreadable(claim: string, { id, sectorBytes }: Volume): string | undefined {
  if (sectorBytes === undefined) return undefined;
  return (
    `Disk ${id} of claim ${claim} has logical sectors of ${sectorBytes.toLocaleString('en-US')} bytes, and Azure keeps snapshots of such a disk as VHDX files, which have no blocks to copy. ` +
    `Bring its files onto a disk with sectors of 512 bytes first (a StorageClass with LogicalSectorSize: "512", or any Premium or Standard SSD), or skip the claim (volumes.claims).`
  );
}
