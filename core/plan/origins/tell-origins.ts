import { type Finding, findingsBy } from '../../../kube/finding.ts';
import type { ObjectRef } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Request } from '../../base/request/request.ts';
import { takenBefore } from '../../base/run/origin.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

const about = findingsBy('origins');

/** What a copy from snapshots of others means: each is of its own time, and nothing that was written later is in it. */
export function tellOrigins(
  { cutOver }: Pick<Request, 'cutOver'>,
  planned: readonly PlannedVolume[],
  isArchived = false,
): Finding[] {
  const moving = planned.filter(brings);
  const foreign = moving.filter(({ origin }) => takenBefore(origin));
  const [first] = foreign;
  if (!first) return [];
  if (cutOver) return foreign.map(lostByCutOver);
  const each = foreign.flatMap((volume) => [
    about(
      claimRef(volume.claim),
      'info',
      `Claim ${volume.claim} is copied from snapshot ${takenBefore(volume.origin)?.snapshotId} of ${takenBefore(volume.origin)?.takenAt}: what was written to it since is not in the clone.`,
    ),
    ...lossesOf(volume, isArchived),
    ...asDevice(volume),
  ]);
  const times = new Set(moving.map(({ origin }) => takenBefore(origin)?.takenAt));
  return times.size > 1 ? [...each, ofDifferentTimes(moving, claimRef(first.claim), isArchived)] : each;
}

/** Nobody looks into a device: what is on it has to be what the claim's volume mode, and its file system, say. */
function asDevice({ claim, origin }: PlannedVolume): Finding[] {
  if (origin?.kind !== 'image') return [];
  const sentence = `Claim ${claim} gets the bytes of the device that repository "${origin.name}" has, as they are: kubeferry does not look into it. A file system on it is the one that was backed up, which its PersistentVolume has to name in csi.fsType.`;
  return [about(claimRef(claim), 'info', sentence)];
}

/** What is on other storage is known by the name of its PersistentVolume. */
const isOnEbs = ({ sourceVolumeId }: PlannedVolume) => sourceVolumeId.startsWith('vol-');

/** What a backup tool has not kept is nowhere else either. */
function lossesOf(volume: PlannedVolume, isArchived: boolean): Finding[] {
  const { claim, origin } = volume;
  if (origin?.kind !== 'files' || origin.losses.length === 0) return [];
  const { losses, repository } = origin;
  const list = [losses.slice(0, -1).join(', '), losses.at(-1)].filter(Boolean).join(' and ');
  const wayOut = isArchived
    ? 'back its volume up by a snapshot instead'
    : isOnEbs(volume)
      ? 'copy it from a snapshot of its volume instead (leave its entry in volumes.origins out)'
      : 'have a Job of the run copy it instead ({"mover": true} in volumes.origins, on a route with source.mover)';
  return [
    about(
      claimRef(volume.claim),
      'warning',
      `Claim ${claim} comes from a backup by ${repository.type}, which does not keep ${list}. If the workload needs them, ${wayOut}.`,
    ),
  ];
}

function ofDifferentTimes(moving: readonly PlannedVolume[], object: ObjectRef, isArchived: boolean): Finding {
  const taken = moving.filter((each) => takesSnapshot(each) || each.origin?.kind === 'mover').map(({ claim }) => claim);
  const list = moving.flatMap(({ claim, origin }) => {
    const before = takenBefore(origin);
    return before ? `${claim} of ${before.takenAt}` : [];
  });
  const own = taken.length > 0 ? `, and ${taken.join(', ')} of this run's own` : '';
  const wayOut = isArchived
    ? 'quiesce it while it is backed up, by a hook of the backup or the capture.'
    : moving.every(isOnEbs)
      ? 'leave volumes.origins out for those, or name snapshots of one set.'
      : 'name backups or snapshots of one set.';
  return about(
    object,
    'warning',
    `The snapshots are of different times (${list.join(', ')}${own}), so that volumes do not share one point in time. A workload that keeps one state on several of them may not start: ${wayOut}`,
  );
}

const lostByCutOver = (volume: PlannedVolume): Finding =>
  about(
    claimRef(volume.claim),
    'blocker',
    `Claim ${volume.claim} would be copied from a snapshot of ${takenBefore(volume.origin)?.takenAt}, so that a cut-over would leave behind what was written since. Leave its entry in volumes.origins out.`,
  );
