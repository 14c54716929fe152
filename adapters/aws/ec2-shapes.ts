import type {
  Snapshot as Ec2Snapshot,
  Volume as Ec2Volume,
  Filter,
  ResourceType,
  SnapshotInfo,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import type { Snapshot, Volume } from '../../core/base/ports/volume-storage.ts';

/** A snapshot as DescribeSnapshots, CreateSnapshot and CreateSnapshots answer it. */
export function snapshotFrom(given: Ec2Snapshot & SnapshotInfo): Snapshot {
  return {
    id: given.SnapshotId ?? '',
    state: given.State ?? 'pending',
    ...(given.StateMessage ? { stateMessage: given.StateMessage } : {}),
    volumeId: given.VolumeId ?? '',
    sizeGiB: given.VolumeSize ?? 0,
    ...(given.FullSnapshotSizeInBytes === undefined ? {} : { fullSizeBytes: given.FullSnapshotSizeInBytes }),
    encrypted: given.Encrypted ?? false,
    ...(given.KmsKeyId ? { kmsKeyArn: given.KmsKeyId } : {}),
    ownerAccount: given.OwnerId ?? '',
    startedAt: given.StartTime?.toISOString() ?? '',
    ...('StorageTier' in given && given.StorageTier === 'archive' ? { archived: true } : {}),
    ...(given.Progress ? { progress: given.Progress } : {}),
    description: given.Description ?? '',
    tags: tagsFrom(given.Tags),
  };
}

export function volumeFrom(given: Ec2Volume): Volume {
  return {
    id: given.VolumeId ?? '',
    state: given.State ?? 'creating',
    zone: given.AvailabilityZone ?? '',
    sizeGiB: given.Size ?? 0,
    type: given.VolumeType ?? '',
    ...(given.Iops === undefined ? {} : { iops: given.Iops }),
    ...(given.Throughput === undefined ? {} : { throughputMiBps: given.Throughput }),
    encrypted: given.Encrypted ?? false,
    ...(given.KmsKeyId ? { kmsKeyArn: given.KmsKeyId } : {}),
    instanceIds: (given.Attachments ?? []).flatMap(({ InstanceId }) => InstanceId ?? []),
    ...(given.Attachments?.some(({ DeleteOnTermination }) => DeleteOnTermination) ? { endsWithInstance: true } : {}),
    ...(given.MultiAttachEnabled ? { multiAttach: true } : {}),
    ...(given.OutpostArn ? { outpost: given.OutpostArn } : {}),
    ...(given.SnapshotId ? { snapshotId: given.SnapshotId } : {}),
    tags: tagsFrom(given.Tags),
  };
}

export const tagsFrom = (tags: Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

export const toTags = (tags: Record<string, string>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const toTagSpecifications = (ResourceType: ResourceType, tags: Record<string, string>): TagSpecification[] =>
  Object.keys(tags).length === 0 ? [] : [{ ResourceType, Tags: toTags(tags) }];

/** `*` and `?` in a value are wildcards to EC2 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html): see `carries`. */
export const toTagFilters = (tags: Record<string, string>): Filter[] =>
  Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));

/** Leaves what a filter found by wildcards only. */
export const carries =
  (wanted: Record<string, string>) =>
  ({ tags }: { tags: Record<string, string> }): boolean =>
    Object.entries(wanted).every(([key, value]) => tags[key] === value);
