import { AwsError } from '../../../base/service.ts';
import type { Context } from '../operation.ts';
import type { Snapshot, Tags, Volume } from '../records.ts';
import { snapshotStatus, volumeStatus } from '../status.ts';

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html */
const pendingLimit = (volumeType: string) => (volumeType === 'st1' || volumeType === 'sc1' ? 1 : 5);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, SnapshotCreationPerVolumeRateExceeded */
const MILLISECONDS_BETWEEN_SNAPSHOTS = 15_000;

/** Throws when the volume cannot be snapshotted now: not ready, too many under way, or too soon after the last. */
export function checkSnapshottable(volume: Volume, { place, now }: Context): void {
  if (volumeStatus(volume, now) === 'creating') {
    throw new AwsError('IncorrectState', `The volume '${volume.id}' is 'creating'.`);
  }
  const earlier = [...place.snapshots.values()].filter(
    (snapshot) => snapshot.volumeId === volume.id && snapshot.origin === 'volume',
  );
  const pending = earlier.filter((snapshot) => snapshotStatus(snapshot, now).state === 'pending');
  if (pending.length >= pendingLimit(volume.type)) {
    throw new AwsError(
      'ConcurrentSnapshotLimitExceeded',
      'Maximum allowed in-progress snapshots for a single volume exceeded.',
    );
  }
  if (earlier.some((snapshot) => now - snapshot.startedAt < MILLISECONDS_BETWEEN_SNAPSHOTS)) {
    throw new AwsError(
      'SnapshotCreationPerVolumeRateExceeded',
      'The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.',
    );
  }
}

/** The point in time is now: what is written to the volume later is not in it. */
export function makeSnapshot(volume: Volume, description: string, tags: Tags, context: Context): Snapshot {
  const { state, place, now } = context;
  const { snapshot: base, snapshotPerGiB } = state.durations;
  const snapshot: Snapshot = {
    id: state.newId('snap'),
    account: place.account,
    region: place.region,
    volumeId: volume.id,
    sizeGiB: volume.sizeGiB,
    description,
    encrypted: volume.encrypted,
    ...(volume.keyArn ? { keyArn: volume.keyArn } : {}),
    startedAt: now,
    endsAt: now + base + (volume.data.bytes / 2 ** 30) * snapshotPerGiB,
    origin: 'volume',
    sharedWith: new Map(),
    tags,
    data: volume.data.fork(),
    lineage: volume.lineage,
  };
  place.snapshots.set(snapshot.id, snapshot);
  return snapshot;
}
