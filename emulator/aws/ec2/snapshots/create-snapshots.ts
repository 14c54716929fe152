import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { common, flag, TagSpecifications, text } from '../input.ts';
import { type Context, operation } from '../operation.ts';
import type { Volume } from '../records.ts';
import {
  instanceArn,
  instanceConditions,
  ownInstance,
  snapshotArn,
  volumeArn,
  volumeConditions,
} from '../resources.ts';
import { attachmentsOf } from '../status.ts';
import { authorizeTagsOnCreate, requestTags, tagsOf } from '../tags.ts';
import { BUCKETS } from '../throttle.ts';
import { snapshotInfoWire } from '../wire.ts';
import { checkSnapshottable, makeSnapshot } from './make-snapshot.ts';

const Input = z.strictObject({
  ...common,
  InstanceSpecification: z.strictObject({
    InstanceId: text,
    ExcludeBootVolume: flag.default(false),
    ExcludeDataVolumeId: z.array(text).max(40, 'at most 40 data volumes can be excluded').default([]),
  }),
  Description: text.default(''),
  CopyTagsFromSource: z.enum(['volume']).optional(),
  TagSpecification: TagSpecifications,
});

/** One crash-consistent point over volumes of one instance (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html). */
export const createSnapshots = operation({
  input: Input,
  bucket: BUCKETS.resource,

  authorize(input, context) {
    const { call } = context;
    const instance = ownInstance(context, input.InstanceSpecification.InstanceId);
    const tags = tagsOf(input.TagSpecification, 'snapshot');
    const arn = instanceArn(call.region, call.account, instance.id);
    call.authorize('ec2:CreateSnapshots', arn, instanceConditions(instance));
    for (const volume of chosenVolumes(input, context)) {
      call.authorize('ec2:CreateSnapshots', volumeArn(call.region, call.account, volume.id), volumeConditions(volume));
    }
    call.authorize('ec2:CreateSnapshots', snapshotArn(call.region), {
      'ec2:Region': call.region,
      ...requestTags(tags),
    });
    authorizeTagsOnCreate(context, 'CreateSnapshots', snapshotArn(call.region), tags);
  },

  run(input, context) {
    const volumes = chosenVolumes(input, context);
    if (volumes.length === 0) {
      throw new AwsError('InvalidParameterCombination', 'No volumes are left to snapshot after the exclusions.');
    }
    for (const volume of volumes) checkSnapshottable(volume, context);
    const tags = tagsOf(input.TagSpecification, 'snapshot');
    const snapshots = volumes.map((volume) => {
      const all = input.CopyTagsFromSource ? { ...volume.tags, ...tags } : tags;
      return makeSnapshot(volume, input.Description, all, context);
    });
    return { snapshotSet: snapshots.map((snapshot) => snapshotInfoWire(snapshot, context.now)) };
  },
});

function chosenVolumes({ InstanceSpecification: wanted }: z.output<typeof Input>, context: Context): Volume[] {
  const instance = ownInstance(context, wanted.InstanceId);
  const attached = [...context.place.volumes.values()].flatMap((volume) =>
    attachmentsOf(volume, context.now)
      .filter((attachment) => attachment.instanceId === instance.id)
      .map(({ device }) => ({ volume, isBoot: device === instance.rootDevice })),
  );
  const excluded = new Set(wanted.ExcludeDataVolumeId);
  for (const id of excluded) {
    if (!attached.some(({ volume, isBoot }) => volume.id === id && !isBoot)) {
      throw new AwsError(
        'InvalidParameterValue',
        `The volume '${id}' is not a data volume that is attached to the instance '${instance.id}'.`,
      );
    }
  }
  return attached
    .filter(({ volume, isBoot }) => !(isBoot && wanted.ExcludeBootVolume) && !excluded.has(volume.id))
    .map(({ volume }) => volume);
}
