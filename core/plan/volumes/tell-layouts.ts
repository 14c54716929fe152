import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import type { ClusterFacts, SourceIndex } from '../../translate/context.ts';
import type { PlannedVolume } from './volume-plan.ts';

interface Facts {
  index: Pick<SourceIndex, 'claims'>;
  source: ClusterFacts;
  target: ClusterFacts;
  volumes: ReadonlyMap<string, Pick<Volume, 'instanceIds'>>;
}

const about = findingsBy('volume-layouts');

/** What is on the volumes and needs more than a copy of each: one XFS file system twice on a node, and what spans several devices. */
export const tellLayouts = (facts: Facts, planned: readonly PlannedVolume[]): Finding[] => [
  ...sameFileSystems(facts, planned),
  ...spannedDevices(facts, planned),
];

/** XFS mounts no second file system with one UUID on a node (xfs(5), nouuid); in two clusters the nodes are others. */
function sameFileSystems({ index, source, target }: Facts, planned: readonly PlannedVolume[]): Finding[] {
  const isSame = (['account', 'region', 'cluster'] as const).every((part) => source[part] === target[part]);
  if (!isSame) return [];
  return planned
    .filter((volume) => brings(volume) && index.claims[volume.claim]?.fsType === 'xfs')
    .map(({ claim }) =>
      about(
        claimRef(claim),
        'warning',
        `The copy of claim ${claim} has the UUID of its XFS file system, and XFS mounts one UUID only once on a node. Add the mount option "nouuid" to its PersistentVolume or class, or keep both off one node.`,
      ),
    );
}

/** LVM and software RAID over block devices want all of them at one point in time, which those of one node have. */
function spannedDevices({ index, volumes }: Facts, planned: readonly PlannedVolume[]): Finding[] {
  const blocks = planned.filter(
    (volume) => takesSnapshot(volume) && index.claims[volume.claim]?.volumeMode === 'Block',
  );
  const byNamespace = Map.groupBy(blocks, ({ claim }) => claim.split('/')[0]!);
  return [...byNamespace.values()].flatMap((some) => {
    const nodes = new Set(
      some.map(({ sourceVolumeId }) => volumes.get(sourceVolumeId)?.instanceIds[0] ?? sourceVolumeId),
    );
    if (some.length < 2) return [];
    const claims = some.map(({ claim }) => claim);
    const names = claims.join(', ');
    const object = claimRef(claims[0]!);
    return nodes.size === 1
      ? about(
          object,
          'info',
          `Claims ${names} are block devices of one node, so that their snapshots are of one moment, as LVM or RAID over them needs.`,
        )
      : about(
          object,
          'warning',
          `Claims ${names} are block devices that are not attached to one node, so that their snapshots are not of one moment. If LVM or RAID spans them, quiesce the workload for the capture (quiesce).`,
        );
  });
}
