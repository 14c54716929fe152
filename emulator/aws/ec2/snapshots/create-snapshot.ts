import * as z from 'zod';
import { common, TagSpecifications, text } from '../input.ts';
import { operation } from '../operation.ts';
import { ownVolume, snapshotArn, volumeArn, volumeConditions } from '../resources.ts';
import { authorizeTagsOnCreate, requestTags, tagsOf } from '../tags.ts';
import { BUCKETS } from '../throttle.ts';
import { snapshotWire } from '../wire.ts';
import { checkSnapshottable, makeSnapshot } from './make-snapshot.ts';

const Input = z.strictObject({
  ...common,
  VolumeId: text,
  Description: text.default(''),
  TagSpecification: TagSpecifications,
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html; it has no ClientToken. */
export const createSnapshot = operation({
  input: Input,
  bucket: BUCKETS.resource,

  authorize(input, context) {
    const { call } = context;
    const volume = ownVolume(context, input.VolumeId);
    const tags = tagsOf(input.TagSpecification, 'snapshot');
    call.authorize('ec2:CreateSnapshot', volumeArn(call.region, call.account, volume.id), volumeConditions(volume));
    call.authorize('ec2:CreateSnapshot', snapshotArn(call.region), {
      'ec2:Region': call.region,
      'ec2:Encrypted': String(volume.encrypted),
      'ec2:VolumeSize': String(volume.sizeGiB),
      'ec2:ParentVolume': volumeArn(call.region, call.account, volume.id),
      ...requestTags(tags),
    });
    authorizeTagsOnCreate(context, 'CreateSnapshot', snapshotArn(call.region), tags);
  },

  run(input, context) {
    const volume = ownVolume(context, input.VolumeId);
    checkSnapshottable(volume, context);
    const tags = tagsOf(input.TagSpecification, 'snapshot');
    return snapshotWire(makeSnapshot(volume, input.Description, tags, context), context.now);
  },
});
