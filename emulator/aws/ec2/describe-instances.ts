import * as z from 'zod';
import { common, Filters, paging, text } from './input.ts';
import { type FilterFields, filtered, page } from './listing.ts';
import { type Context, operation } from './operation.ts';
import type { Instance } from './records.ts';
import { ownInstance } from './resources.ts';
import { attachmentStatus, attachmentsOf } from './status.ts';
import { BUCKETS } from './throttle.ts';
import { tagSet } from './wire.ts';

const Input = z.strictObject({ ...common, ...paging, InstanceId: z.array(text).default([]), Filter: Filters });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html; one reservation an instance. */
export const describeInstances = operation({
  input: Input,
  bucket: ({ InstanceId, Filter, MaxResults }) =>
    InstanceId.length + Filter.length > 0 || MaxResults ? BUCKETS.describe : BUCKETS.unfiltered,

  authorize: (_, { call }) => call.authorize('ec2:DescribeInstances', '*', { 'ec2:Region': call.region }),

  run(input, context) {
    const named = input.InstanceId.map((id) => ownInstance(context, id));
    const instances = input.InstanceId.length > 0 ? named : [...context.place.instances.values()];
    const matching = filtered(instances, input.Filter, FIELDS, ({ tags }) => tags);
    const { items, nextToken } = page(matching, input);
    return { reservationSet: items.map((instance) => reservation(instance, context)), nextToken };
  },
});

const FIELDS: FilterFields<Instance> = {
  'instance-id': ({ id }) => [id],
  'instance-type': ({ type }) => [type],
  'availability-zone': ({ zone }) => [zone],
  'private-dns-name': ({ privateDnsName }) => [privateDnsName],
  'instance-state-name': () => ['running'],
};

const reservation = (instance: Instance, context: Context) => ({
  reservationId: instance.id.replace('i-', 'r-'),
  ownerId: instance.account,
  instancesSet: [
    {
      instanceId: instance.id,
      instanceType: instance.type,
      instanceState: { code: 16, name: 'running' },
      privateDnsName: instance.privateDnsName,
      launchTime: new Date(instance.launchedAt).toISOString(),
      placement: { availabilityZone: instance.zone, tenancy: 'default' },
      rootDeviceName: instance.rootDevice,
      rootDeviceType: 'ebs',
      blockDeviceMapping: devices(instance, context),
      tagSet: tagSet(instance.tags),
    },
  ],
});

const devices = (instance: Instance, { place, now }: Context) =>
  [...place.volumes.values()].flatMap((volume) =>
    attachmentsOf(volume, now)
      .filter(({ instanceId }) => instanceId === instance.id)
      .map((attachment) => ({
        deviceName: attachment.device,
        ebs: {
          volumeId: volume.id,
          status: attachmentStatus(attachment, now),
          attachTime: new Date(attachment.since).toISOString(),
          deleteOnTermination: attachment.deleteOnTermination,
        },
      })),
  );
