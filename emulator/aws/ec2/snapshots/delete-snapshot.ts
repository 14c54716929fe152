import * as z from 'zod';
import { common, text } from '../input.ts';
import { operation } from '../operation.ts';
import { ownSnapshot, snapshotArn, snapshotConditions } from '../resources.ts';
import { BUCKETS } from '../throttle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html; volumes and copies made of it stay. */
export const deleteSnapshot = operation({
  input: z.strictObject({ ...common, SnapshotId: text }),
  bucket: BUCKETS.resource,

  authorize({ SnapshotId }, context) {
    const snapshot = ownSnapshot(context, SnapshotId, 'to-delete');
    const arn = snapshotArn(context.call.region, SnapshotId);
    context.call.authorize('ec2:DeleteSnapshot', arn, snapshotConditions(snapshot));
  },

  run({ SnapshotId }, { place }) {
    place.snapshots.delete(SnapshotId);
    return { return: true };
  },
});
