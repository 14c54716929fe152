import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { mayAttach } from '../encryption.ts';
import { common, flag, text } from '../input.ts';
import { type Context, operation } from '../operation.ts';
import { instanceArn, instanceConditions, ownInstance, ownVolume, volumeArn, volumeConditions } from '../resources.ts';
import { attachmentsOf, volumeStatus } from '../status.ts';
import { BUCKETS } from '../throttle.ts';
import { attachmentWire } from '../wire.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html */
export const attachVolume = operation({
  input: z.strictObject({ ...common, VolumeId: text, InstanceId: text, Device: text }),
  bucket: BUCKETS.mutating,

  authorize: ({ VolumeId, InstanceId }, context) => authorizeBoth('ec2:AttachVolume', VolumeId, InstanceId, context),

  run({ VolumeId, InstanceId, Device }, context) {
    const { state, now, place } = context;
    const volume = ownVolume(context, VolumeId);
    const instance = ownInstance(context, InstanceId);
    const status = volumeStatus(volume, now);
    if (status === 'in-use') {
      throw new AwsError('VolumeInUse', `${VolumeId} is already attached to an instance`);
    }
    if (status !== 'available') throw new AwsError('IncorrectState', `Volume ${VolumeId} is '${status}'.`);
    if (volume.zone !== instance.zone) {
      throw new AwsError(
        'InvalidVolume.ZoneMismatch',
        `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`,
      );
    }
    const taken = [...place.volumes.values()].some((other) =>
      attachmentsOf(other, now).some((one) => one.instanceId === InstanceId && one.device === Device),
    );
    if (taken) {
      throw new AwsError(
        'InvalidParameterValue',
        `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`,
      );
    }
    if (!mayAttach(volume, context)) {
      // Seen on AWS: https://github.com/kubernetes/kubernetes/issues/62171.
      throw new AwsError(
        'CustomerKeyHasBeenRevoked',
        `Volume ${VolumeId} cannot be attached. The encrypted volume was unable to access the KMS master key.`,
      );
    }
    const attachment = {
      instanceId: InstanceId,
      device: Device,
      since: now,
      settledAt: now + state.durations.attach,
      deleteOnTermination: false,
    };
    volume.attachments = [attachment];
    return attachmentWire(volume, attachment, now);
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html */
export const detachVolume = operation({
  input: z.strictObject({
    ...common,
    VolumeId: text,
    InstanceId: text.optional(),
    Device: text.optional(),
    Force: flag.default(false),
  }),
  bucket: BUCKETS.mutating,

  authorize({ VolumeId, InstanceId }, context) {
    const attached = InstanceId ?? attachmentsOf(ownVolume(context, VolumeId), context.now)[0]?.instanceId;
    authorizeBoth('ec2:DetachVolume', VolumeId, attached, context);
  },

  run({ VolumeId, InstanceId, Device }, context) {
    const { state, now } = context;
    const volume = ownVolume(context, VolumeId);
    const attachment = attachmentsOf(volume, now).find(
      (one) => (InstanceId ?? one.instanceId) === one.instanceId && (Device ?? one.device) === one.device,
    );
    if (!attachment) throw new AwsError('IncorrectState', `Volume '${VolumeId}' is in the 'available' state.`);
    attachment.goneAt ??= now + state.durations.attach;
    return attachmentWire(volume, attachment, now);
  },
});

function authorizeBoth(action: string, volumeId: string, instanceId: string | undefined, context: Context): void {
  const { call } = context;
  const volume = ownVolume(context, volumeId);
  call.authorize(action, volumeArn(call.region, call.account, volumeId), volumeConditions(volume));
  if (instanceId === undefined) return;
  const instance = ownInstance(context, instanceId);
  call.authorize(action, instanceArn(call.region, call.account, instanceId), instanceConditions(instance));
}
