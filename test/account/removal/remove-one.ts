import { DeleteSnapshotCommand, DeleteVolumeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { unlessGone } from '../../../adapters/aws/errors.ts';
import type { CallPlace } from '../../../adapters/aws/plain-call.ts';

/** The shortest that KMS takes: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const KEY_WAITS_DAYS = 7;

type Remove = (place: CallPlace, id: string) => Promise<unknown>;

async function removeBucket(place: CallPlace, Bucket: string): Promise<void> {
  const s3 = new S3Client({ ...place, forcePathStyle: true });
  for (;;) {
    const page = await unlessGone(s3.send(new ListObjectVersionsCommand({ Bucket })));
    const { Versions = [], DeleteMarkers = [] } = page ?? {};
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0]) throw new Error(`${Bucket}/${Errors[0].Key}: ${Errors[0].Message}`);
  }
  await unlessGone(s3.send(new DeleteBucketCommand({ Bucket })));
}

async function removeKey(place: CallPlace, KeyId: string): Promise<void> {
  const kms = new KMSClient(place);
  const { KeyMetadata } = (await unlessGone(kms.send(new DescribeKeyCommand({ KeyId })))) ?? {};
  if (!KeyMetadata || KeyMetadata.KeyState === 'PendingDeletion') return;
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: KEY_WAITS_DAYS }));
}

const removeSnapshot = (place: CallPlace, SnapshotId: string) =>
  unlessGone(new EC2Client(place).send(new DeleteSnapshotCommand({ SnapshotId })));

const removeVolume = (place: CallPlace, VolumeId: string) =>
  unlessGone(new EC2Client(place).send(new DeleteVolumeCommand({ VolumeId })));

/** What stays when its stack is deleted, or has no stack: how to remove it, by its ARN. */
const REMOVERS: readonly [arn: RegExp, remove: Remove][] = [
  [/^arn:[\w-]+:s3:::(.+)$/, removeBucket],
  [/^arn:[\w-]+:kms:[^:]+:\d+:key\/(.+)$/, removeKey],
  [/^arn:[\w-]+:ec2:[^:]+:\d*:snapshot\/(.+)$/, removeSnapshot],
  [/^arn:[\w-]+:ec2:[^:]+:\d*:volume\/(.+)$/, removeVolume],
];

/** Removes the thing, and answers whether it is gone for good; false when nobody but its service can remove it. */
export async function removeOne(place: CallPlace, arn: string): Promise<boolean> {
  for (const [pattern, remove] of REMOVERS) {
    const [, id] = pattern.exec(arn) ?? [];
    if (!id) continue;
    await remove(place, id);
    return true;
  }
  return false;
}
