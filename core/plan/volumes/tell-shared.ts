import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { brings, KEPT, WITHOUT_DATA } from '../../base/strategies.ts';
import { volumeKey } from '../../base/volume-key.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('plan-volumes');

/**
 * Two PersistentVolumes may name one EBS volume, each bound by a claim of its own: what one writes the other reads. Copies
 * would part them, and a capture has one snapshot for both, so that is a blocker until the request leaves the data of all but one behind.
 */
export function tellShared(volumes: readonly PlannedVolume[]): Finding[] {
  const moved = volumes.filter((volume) => (brings(volume) || volume.strategy === KEPT) && volume.origin === undefined);
  return [...Map.groupBy(moved, ({ sourceVolumeId }) => volumeKey(sourceVolumeId)).values()].flatMap(
    ([first, ...others]) =>
      others.map(({ claim }) =>
        about(
          claimRef(claim),
          'blocker',
          `Claims ${first!.claim} and ${claim} are on one ${first!.sourceVolumeId.startsWith('/') ? 'managed disk' : 'EBS volume'}, ${first!.sourceVolumeId}: the clone would give each a volume of its own, and neither would see what the other writes. Set volumes.claims["${claim}"] to "${WITHOUT_DATA}", or bind both to one claim.`,
        ),
      ),
  );
}
