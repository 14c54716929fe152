import type { Look } from '../../base/lateness.ts';
import { AwsError, type Call } from '../../base/service.ts';
import type { Context } from './operation.ts';
import type { Instance, Snapshot, Volume } from './records.ts';
import { volumeStatus } from './status.ts';
import { resourceTags } from './tags.ts';

/** Of a volume that is about to be made when no id is given. */
export const volumeArn = (region: string, account: string, id = '*') => `arn:aws:ec2:${region}:${account}:volume/${id}`;

/** Snapshot ARNs have no account. A new one is `snapshot/*` to policies, since its id is not known yet. */
export const snapshotArn = (region: string, id = '*') => `arn:aws:ec2:${region}::snapshot/${id}`;

export const instanceArn = (region: string, account: string, id: string) =>
  `arn:aws:ec2:${region}:${account}:instance/${id}`;

/** Condition keys of a volume, as the Service Authorization Reference lists them for EC2. */
export const volumeConditions = (volume: Volume): Record<string, string> => ({
  'ec2:Region': volume.region,
  'ec2:AvailabilityZone': volume.zone,
  'ec2:Encrypted': String(volume.encrypted),
  'ec2:VolumeID': volume.id,
  'ec2:VolumeSize': String(volume.sizeGiB),
  'ec2:VolumeType': volume.type,
  ...(volume.keyArn ? { 'ec2:KmsKeyId': volume.keyArn } : {}),
  ...(volume.iops ? { 'ec2:VolumeIops': String(volume.iops) } : {}),
  ...(volume.throughput ? { 'ec2:VolumeThroughput': String(volume.throughput) } : {}),
  ...(volume.snapshotId ? { 'ec2:ParentSnapshot': snapshotArn(volume.region, volume.snapshotId) } : {}),
  ...resourceTags(volume.tags),
});

export const snapshotConditions = (snapshot: Snapshot): Record<string, string> => ({
  'ec2:Region': snapshot.region,
  'ec2:Encrypted': String(snapshot.encrypted),
  'ec2:Owner': snapshot.account,
  'ec2:SnapshotID': snapshot.id,
  'ec2:SnapshotTime': new Date(snapshot.startedAt).toISOString(),
  'ec2:VolumeSize': String(snapshot.sizeGiB),
  'ec2:ParentVolume': volumeArn(snapshot.region, snapshot.account, snapshot.volumeId),
  ...resourceTags(snapshot.tags),
});

export const instanceConditions = (instance: Instance): Record<string, string> => ({
  'ec2:Region': instance.region,
  'ec2:AvailabilityZone': instance.zone,
  'ec2:InstanceID': instance.id,
  'ec2:InstanceType': instance.type,
  ...resourceTags(instance.tags),
});

/** The caller's own volume. Throws InvalidVolume.NotFound or InvalidVolumeID.Malformed. */
export function ownVolume({ place, now, call }: Context, id: string, look: Look = 'by-id'): Volume {
  if (!/^vol-[0-9a-f]{8,17}$/.test(id)) throw malformed('InvalidVolumeID.Malformed', id, 'vol-...');
  const volume = place.volumes.get(id);
  if (!volume || volumeStatus(volume, now) === 'gone' || call.isLate(id, volume.createdAt, look)) {
    throw new AwsError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
  }
  return volume;
}

/** A snapshot of the caller's own. */
export function ownSnapshot({ place, call }: Context, id: string, look: Look = 'by-id'): Snapshot {
  checkSnapshotId(id);
  const snapshot = place.snapshots.get(id);
  if (!snapshot || call.isLate(id, snapshot.startedAt, look)) throw snapshotNotFound(id);
  return snapshot;
}

/** Of one Region: the caller's own, or one that its owner shares with the caller. */
export function usableSnapshot({ state, call }: Context, region: string, id: string): Snapshot {
  checkSnapshotId(id);
  const snapshot = state.findSnapshot(region, id);
  if (!snapshot || !isUsableBy(snapshot, call) || call.isLate(id, snapshot.startedAt)) throw snapshotNotFound(id);
  return snapshot;
}

/** Of its owner, and of those who see already that it is shared with them. */
export function isUsableBy(snapshot: Snapshot, { account, isLate }: Call, look: Look = 'by-id'): boolean {
  if (snapshot.account === account) return true;
  const since = snapshot.sharedWith.get(account);
  return since !== undefined && !isLate(`${snapshot.id} shared`, since, look);
}

export function ownInstance({ place }: Context, id: string): Instance {
  const instance = place.instances.get(id);
  if (!instance) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  return instance;
}

export const snapshotNotFound = (id: string) =>
  new AwsError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);

function checkSnapshotId(id: string): void {
  if (!/^snap-[0-9a-f]{8,17}$/.test(id)) throw malformed('InvalidSnapshotID.Malformed', id, 'snap-...');
}

const malformed = (code: string, id: string, expected: string) =>
  new AwsError(code, `The ID '${id}' is malformed (expecting "${expected}").`);
