import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { common, text } from '../input.ts';
import { operation } from '../operation.ts';
import { ownVolume, volumeArn, volumeConditions } from '../resources.ts';
import { attachmentsOf } from '../status.ts';
import { BUCKETS } from '../throttle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html; gone at once. */
export const deleteVolume = operation({
  input: z.strictObject({ ...common, VolumeId: text }),
  bucket: BUCKETS.resource,

  authorize({ VolumeId }, context) {
    const volume = ownVolume(context, VolumeId, 'to-delete');
    const arn = volumeArn(context.call.region, context.call.account, VolumeId);
    context.call.authorize('ec2:DeleteVolume', arn, volumeConditions(volume));
  },

  run({ VolumeId }, context) {
    const [attachment] = attachmentsOf(ownVolume(context, VolumeId), context.now);
    if (attachment) {
      throw new AwsError('VolumeInUse', `Volume ${VolumeId} is currently attached to ${attachment.instanceId}`);
    }
    context.place.volumes.delete(VolumeId);
    return { return: true };
  },
});
