import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { common, text } from '../input.ts';
import { type Context, operation } from '../operation.ts';
import type { Snapshot } from '../records.ts';
import { ownSnapshot, snapshotArn, snapshotConditions } from '../resources.ts';
import { BUCKETS } from '../throttle.ts';

const account = z.string().regex(/^\d{12}$/, 'It must be a 12-digit account ID');
const Permissions = z.array(z.strictObject({ UserId: account })).default([]);

const ModifyInput = z.strictObject({
  ...common,
  SnapshotId: text,
  Attribute: z.literal('createVolumePermission').optional(),
  OperationType: z.enum(['add', 'remove']).optional(),
  UserId: z.array(account).default([]),
  CreateVolumePermission: z.strictObject({ Add: Permissions, Remove: Permissions }).optional(),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html; sharing with everybody is not implemented. */
export const modifySnapshotAttribute = operation({
  input: ModifyInput,
  bucket: BUCKETS.resource,

  authorize(input, context) {
    const snapshot = ownSnapshot(context, input.SnapshotId);
    const { add, remove } = changesOf(input);
    context.call.authorize('ec2:ModifySnapshotAttribute', snapshotArn(context.call.region, snapshot.id), {
      ...snapshotConditions(snapshot),
      ...(add.length > 0 ? { 'ec2:Add/userId': add } : {}),
      ...(remove.length > 0 ? { 'ec2:Remove/userId': remove } : {}),
    });
  },

  run(input, context) {
    const snapshot = ownSnapshot(context, input.SnapshotId);
    const { add, remove } = changesOf(input);
    if (add.length > 0) checkShareable(snapshot, context);
    for (const id of add) snapshot.sharedWith.set(id, context.now);
    for (const id of remove) snapshot.sharedWith.delete(id);
    return { return: true };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
export const describeSnapshotAttribute = operation({
  input: z.strictObject({ ...common, SnapshotId: text, Attribute: z.literal('createVolumePermission') }),
  bucket: BUCKETS.describe,

  authorize({ SnapshotId }, context) {
    const snapshot = ownSnapshot(context, SnapshotId);
    const arn = snapshotArn(context.call.region, SnapshotId);
    context.call.authorize('ec2:DescribeSnapshotAttribute', arn, snapshotConditions(snapshot));
  },

  run({ SnapshotId }, context) {
    const { sharedWith } = ownSnapshot(context, SnapshotId);
    return { snapshotId: SnapshotId, createVolumePermission: [...sharedWith.keys()].map((userId) => ({ userId })) };
  },
});

/** The two ways to say it; adding and removing in one call is refused, as EC2 does. */
function changesOf(input: z.output<typeof ModifyInput>): { add: string[]; remove: string[] } {
  const ids = (list: { UserId: string }[] = []) => list.map(({ UserId }) => UserId);
  const add = [...ids(input.CreateVolumePermission?.Add), ...(input.OperationType === 'add' ? input.UserId : [])];
  const remove = [
    ...ids(input.CreateVolumePermission?.Remove),
    ...(input.OperationType === 'remove' ? input.UserId : []),
  ];
  if (add.length > 0 && remove.length > 0) {
    throw new AwsError('InvalidParameterCombination', 'Adding and removing in the same call is not allowed.');
  }
  if (add.length + remove.length === 0) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter createVolumePermission');
  }
  if (add.length + remove.length > 500) {
    throw new AwsError('InvalidParameterValue', 'At most 500 modifications are allowed in one call.');
  }
  return { add, remove };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html */
function checkShareable(snapshot: Snapshot, { keys }: Context): void {
  if (!snapshot.keyArn) return;
  if (!keys.describe(snapshot.account, snapshot.region, snapshot.keyArn)?.customerManaged) {
    throw new AwsError('OperationNotPermitted', 'Encrypted snapshots with EBS default key cannot be shared');
  }
}
