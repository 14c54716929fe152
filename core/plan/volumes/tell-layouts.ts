import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { comesAsFiles } from '../../base/run/origin.ts';
import { brings, makesVolume, takesSnapshot } from '../../base/strategies.ts';
import type { ClusterFacts, SourceIndex } from '../../translate/context.ts';
import { EBS_CSI } from '../../translate/tables/drivers.ts';
import type { PlannedVolume } from './volume-plan.ts';

interface Facts {
  request: { quiesce: { scaleToZero: boolean } };
  index: Pick<SourceIndex, 'claims'>;
  source: ClusterFacts;
  target: ClusterFacts;
  volumes: ReadonlyMap<string, Pick<Volume, 'instanceIds'>>;
  /** Source class -> the driver that attaches its volumes in the target. */
  targetDriverOf: (sourceClass: string) => string;
}

const about = findingsBy('volume-layouts');

/** What is on the volumes and needs more than a copy of each: what a node takes for the same thing, and what spans several devices. */
export const tellLayouts = (facts: Facts, planned: readonly PlannedVolume[]): Finding[] => [
  ...sameFileSystems(facts, planned),
  ...sameDevices(facts, planned),
  ...spannedDevices(facts, planned),
];

const isSame = ({ source, target }: Facts) =>
  (['account', 'region', 'cluster'] as const).every((part) => source[part] === target[part]);

/**
 * XFS mounts no second file system with one UUID on a node (xfs(5), nouuid), be it the original or another copy. The EBS CSI driver mounts
 * each with `nouuid` by itself (pkg/driver/node.go of aws-ebs-csi-driver, collectMountOptions).
 */
function sameFileSystems(facts: Facts, planned: readonly PlannedVolume[]): Finding[] {
  const { index, targetDriverOf } = facts;
  const copies = planned.filter(
    (volume) =>
      brings(volume) &&
      makesVolume(volume) &&
      !comesAsFiles(volume.origin) &&
      index.claims[volume.claim]?.fsType === 'xfs',
  );
  const isByDriver = ({ claim }: PlannedVolume) => targetDriverOf(index.claims[claim]!.storageClass) === EBS_CSI;
  const { driven = [], others = [] } = Object.groupBy(copies, (volume) => (isByDriver(volume) ? 'driven' : 'others'));
  const claims = driven.map(({ claim }) => claim);
  return [
    ...(claims.length === 0
      ? []
      : [
          about(
            claimRef(claims[0]!),
            'info',
            `${claims.length === 1 ? `The copy of claim ${claims[0]} has the UUID of its XFS file system` : `The copies of claims ${claims.join(', ')} have the UUIDs of their XFS file systems`}. The EBS CSI driver mounts XFS with "nouuid", so that a copy and its original, or two copies, can be on one node; whoever mounts one by hand needs that option.`,
          ),
        ]),
    ...(isSame(facts) ? others : []).map(({ claim }) =>
      about(
        claimRef(claim),
        'warning',
        `The copy of claim ${claim} has the UUID of its XFS file system, and XFS mounts one UUID only once on a node. Add the mount option "nouuid" to its PersistentVolume or class, or keep both off one node.`,
      ),
    ),
  ];
}

/** A copy of a block device has the UUIDs of its LVM or RAID, by which a node assembles what it finds (vgimportclone(8), mdadm(8)). */
function sameDevices(facts: Facts, planned: readonly PlannedVolume[]): Finding[] {
  if (!isSame(facts)) return [];
  return planned
    .filter((volume) => brings(volume) && makesVolume(volume) && isBlock(facts, volume))
    .map(({ claim }) =>
      about(
        claimRef(claim),
        'warning',
        `The copy of claim ${claim} is a block device beside its original in one cluster. If LVM or RAID is on it, both have the same UUIDs, and a node that has both may take one for the other: keep them off one node, or give the copy new ones first (vgimportclone, or mdadm --assemble --update=uuid).`,
      ),
    );
}

const isBlock = ({ index }: Facts, { claim }: PlannedVolume) => index.claims[claim]?.volumeMode === 'Block';

/** LVM and software RAID over block devices want all of them at one point in time, which those of one node have. */
function spannedDevices(facts: Facts, planned: readonly PlannedVolume[]): Finding[] {
  const { request, volumes } = facts;
  const blocks = planned.filter((volume) => takesSnapshot(volume) && isBlock(facts, volume));
  const byNamespace = Map.groupBy(blocks, ({ claim }) => claim.split('/')[0]!);
  return [...byNamespace.values()].flatMap((some) => {
    const nodes = new Set(
      some.map(({ sourceVolumeId }) => volumes.get(sourceVolumeId)?.instanceIds[0] ?? sourceVolumeId),
    );
    if (some.length < 2) return [];
    const claims = some.map(({ claim }) => claim);
    const names = claims.join(', ');
    const object = claimRef(claims[0]!);
    if (nodes.size === 1)
      return about(
        object,
        'info',
        `Claims ${names} are block devices of one node, so that their snapshots are of one moment, as LVM or RAID over them needs.`,
      );
    if (request.quiesce.scaleToZero)
      return about(
        object,
        'info',
        `Claims ${names} are block devices that are not attached to one node. Nobody writes to them while their snapshots are taken, since the workload is at zero then, so that LVM or RAID over them is consistent; the report says how far apart they were taken.`,
      );
    return about(
      object,
      'warning',
      `Claims ${names} are block devices that are not attached to one node, so that their snapshots are not of one moment; the report says how far apart they were taken. If LVM or RAID spans them, quiesce the workload for the capture (quiesce).`,
    );
  });
}
