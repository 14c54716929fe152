import type { Attachment, Snapshot, Tags, Volume } from './records.ts';
import { attachmentStatus, attachmentsOf, snapshotStatus, volumeStatus } from './status.ts';
import { zonesOf } from './zones.ts';

/** Shapes as EC2's API reference has them on the wire. */

export const tagSet = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));

const time = (milliseconds: number) => new Date(milliseconds).toISOString();

export const attachmentWire = (volume: Volume, attachment: Attachment, now: number) => ({
  volumeId: volume.id,
  instanceId: attachment.instanceId,
  device: attachment.device,
  status: attachmentStatus(attachment, now),
  attachTime: time(attachment.since),
  deleteOnTermination: attachment.deleteOnTermination,
});

export const volumeWire = (volume: Volume, now: number) => ({
  volumeId: volume.id,
  size: volume.sizeGiB,
  snapshotId: volume.snapshotId ?? '',
  availabilityZone: volume.zone,
  availabilityZoneId: zonesOf(volume.region).find((zone) => zone.name === volume.zone)?.id,
  status: volumeStatus(volume, now),
  createTime: time(volume.createdAt),
  attachmentSet: attachmentsOf(volume, now).map((attachment) => attachmentWire(volume, attachment, now)),
  volumeType: volume.type,
  iops: volume.iops,
  throughput: volume.throughput,
  volumeInitializationRate: volume.initializationRate,
  encrypted: volume.encrypted,
  kmsKeyId: volume.keyArn,
  multiAttachEnabled: volume.multiAttach ?? false,
  tagSet: tagSet(volume.tags),
});

/** Of DescribeSnapshots; `status` is its name of the state. */
export function snapshotWire(snapshot: Snapshot, now: number) {
  const { state, progress, message } = snapshotStatus(snapshot, now);
  return {
    snapshotId: snapshot.id,
    volumeId: snapshot.volumeId,
    volumeSize: snapshot.sizeGiB,
    status: state,
    statusMessage: message,
    progress,
    startTime: time(snapshot.startedAt),
    completionTime: state === 'completed' ? time(snapshot.endsAt) : undefined,
    ownerId: snapshot.account,
    description: snapshot.description,
    encrypted: snapshot.encrypted,
    kmsKeyId: snapshot.keyArn,
    storageTier: 'standard',
    fullSnapshotSizeInBytes: state === 'completed' ? snapshot.data.bytes : undefined,
    tagSet: tagSet(snapshot.tags),
  };
}

/** Of CreateSnapshots (API_SnapshotInfo): less than a snapshot, and `state` is its name of the state. */
export function snapshotInfoWire(snapshot: Snapshot, now: number) {
  const { snapshotId, volumeId, volumeSize, status, progress, startTime, ...more } = snapshotWire(snapshot, now);
  const { ownerId, description, encrypted, tagSet } = more;
  return {
    ...{ snapshotId, volumeId, volumeSize, state: status, progress, startTime },
    ...{ ownerId, description, encrypted, tagSet },
  };
}
