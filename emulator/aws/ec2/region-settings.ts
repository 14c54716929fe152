import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { defaultKey } from './encryption.ts';
import { common, Filters, flag, text } from './input.ts';
import { type FilterFields, filtered } from './listing.ts';
import { operation } from './operation.ts';
import { BUCKETS } from './throttle.ts';
import { zonesOf } from './zones.ts';

type Zone = ReturnType<typeof zonesOf>[number];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const describeAvailabilityZones = operation({
  input: z.strictObject({
    ...common,
    AllAvailabilityZones: flag.default(false),
    ZoneName: z.array(text).default([]),
    ZoneId: z.array(text).default([]),
    Filter: Filters,
  }),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:DescribeAvailabilityZones', '*', { 'ec2:Region': call.region }),

  run({ ZoneName, ZoneId, Filter }, { call }) {
    const zones = zonesOf(call.region);
    const unknown = [
      ...ZoneName.filter((name) => !zones.some((zone) => zone.name === name)),
      ...ZoneId.filter((id) => !zones.some((zone) => zone.id === id)),
    ];
    if (unknown.length > 0) {
      throw new AwsError('InvalidParameterValue', `Invalid availability zones: [${unknown.join(', ')}]`);
    }
    const wanted = zones.filter(
      ({ name, id }) =>
        (ZoneName.length === 0 || ZoneName.includes(name)) && (ZoneId.length === 0 || ZoneId.includes(id)),
    );
    const wire = filtered(wanted, Filter, zoneFields(call.region), () => ({})).map(({ name, id }) => ({
      zoneName: name,
      zoneId: id,
      regionName: call.region,
      zoneState: 'available',
      zoneType: 'availability-zone',
      optInStatus: 'opt-in-not-required',
      groupName: `${call.region}-zg-1`,
      networkBorderGroup: call.region,
      messageSet: [],
    }));
    return { availabilityZoneInfo: wire };
  },
});

const zoneFields = (region: string): FilterFields<Zone> => ({
  'zone-name': ({ name }) => [name],
  'zone-id': ({ id }) => [id],
  'region-name': () => [region],
  state: () => ['available'],
  'zone-type': () => ['availability-zone'],
  'opt-in-status': () => ['opt-in-not-required'],
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html */
export const getEbsEncryptionByDefault = operation({
  input: z.strictObject(common),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:GetEbsEncryptionByDefault', '*', { 'ec2:Region': call.region }),
  run: (_, { place }) => ({ ebsEncryptionByDefault: place.encryptionByDefault }),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html */
export const getEbsDefaultKmsKeyId = operation({
  input: z.strictObject(common),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:GetEbsDefaultKmsKeyId', '*', { 'ec2:Region': call.region }),
  run: (_, context) => ({ kmsKeyId: defaultKey(context.place, context) }),
});
