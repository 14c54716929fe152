import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { common, Filters, paging, text } from '../input.ts';
import { idsIn, seen } from '../late-looks.ts';
import { type FilterFields, filtered, page } from '../listing.ts';
import { type Context, operation } from '../operation.ts';
import type { Volume } from '../records.ts';
import { ownVolume } from '../resources.ts';
import { attachmentStatus, attachmentsOf, volumeStatus } from '../status.ts';
import { BUCKETS } from '../throttle.ts';
import { volumeWire } from '../wire.ts';

const Input = z.strictObject({ ...common, ...paging, VolumeId: z.array(text).default([]), Filter: Filters });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export const describeVolumes = operation({
  input: Input,
  bucket: ({ VolumeId, Filter, MaxResults }) =>
    VolumeId.length + Filter.length > 0 || MaxResults ? BUCKETS.describe : BUCKETS.unfiltered,

  authorize: (_, { call }) => call.authorize('ec2:DescribeVolumes', '*', { 'ec2:Region': call.region }),

  run(input, context) {
    if (input.VolumeId.length > 0 && input.MaxResults !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter volumeSet cannot be used with the parameter maxResults',
      );
    }
    const { place, now } = context;
    const named = [...new Set(input.VolumeId)].map((id) => ownVolume(context, id));
    const ids = idsIn(input.Filter, 'volume-id');
    const there = [...place.volumes.values()].filter(
      (volume) => volumeStatus(volume, now) !== 'gone' && (ids?.includes(volume.id) ?? true),
    );
    const all = () => seen(there, ({ createdAt }) => createdAt, context.call, ids ? 'by-id' : 'in-a-list');
    const asked = input.VolumeId.length > 0 ? named : all();
    const matching = filtered(asked, input.Filter, fields(context), ({ tags }) => tags);
    const { items, nextToken } = page(matching, input);
    return { volumeSet: items.map((volume) => volumeWire(volume, now)), nextToken };
  },
});

const fields = ({ now }: Context): FilterFields<Volume> => ({
  'volume-id': ({ id }) => [id],
  'availability-zone': ({ zone }) => [zone],
  'snapshot-id': ({ snapshotId }) => [snapshotId ?? ''],
  'volume-type': ({ type }) => [type],
  size: ({ sizeGiB }) => [String(sizeGiB)],
  encrypted: ({ encrypted }) => [String(encrypted)],
  status: (volume) => [volumeStatus(volume, now)],
  'attachment.instance-id': (volume) => attachmentsOf(volume, now).map(({ instanceId }) => instanceId),
  'attachment.device': (volume) => attachmentsOf(volume, now).map(({ device }) => device),
  'attachment.status': (volume) => attachmentsOf(volume, now).map((one) => attachmentStatus(one, now)),
});
