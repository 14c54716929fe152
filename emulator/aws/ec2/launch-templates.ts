import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { common, Filters, paging, text } from './input.ts';
import { filtered, page } from './listing.ts';
import { operation } from './operation.ts';
import type { LaunchTemplate } from './records.ts';
import { BUCKETS } from './throttle.ts';
import { zonesOf } from './zones.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html */
export const describeLaunchTemplates = operation({
  input: z.strictObject({ ...common, ...paging, LaunchTemplateId: z.array(text).default([]), Filter: Filters }),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:DescribeLaunchTemplates', '*', { 'ec2:Region': call.region }),

  run(input, { place }) {
    for (const id of input.LaunchTemplateId.filter((each) => !place.launchTemplates.has(each)))
      throw new AwsError(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      );
    const named = [...place.launchTemplates.values()].filter(
      ({ id }) => input.LaunchTemplateId.length === 0 || input.LaunchTemplateId.includes(id),
    );
    const fields = { 'launch-template-name': ({ name }: LaunchTemplate) => [name] };
    const { items, nextToken } = page(filtered(named, input.Filter, fields, noTags), input);
    const wire = items.map(({ id, name }) => ({
      launchTemplateId: id,
      launchTemplateName: name,
      defaultVersionNumber: 1,
      latestVersionNumber: 1,
    }));
    return { launchTemplates: wire, nextToken };
  },
});

const noTags = () => ({});

/** What every Region has; others have more, which no test of ours asks for. */
const FAMILIES = /^(t3|t4g|m5|m6a|m6g|m6i|m7g|m7i|c6g|c6i|c7g|r6g|r6i|r7g)\./;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html: of the Region. */
export const describeInstanceTypeOfferings = operation({
  input: z.strictObject({ ...common, ...paging, LocationType: z.enum(['region']).default('region'), Filter: Filters }),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:DescribeInstanceTypeOfferings', '*', { 'ec2:Region': call.region }),

  run(input, { call }) {
    const [filter, ...others] = input.Filter;
    if (!filter || others.length > 0 || filter.Name !== 'instance-type')
      throw new AwsError(
        'UnsupportedByLocalCloud',
        'DescribeInstanceTypeOfferings wants the filter instance-type here.',
        501,
      );
    const offered = filter.Value.filter((type) => FAMILIES.test(type) && zonesOf(call.region).length > 0);
    const wire = offered.map((instanceType) => ({ instanceType, locationType: 'region', location: call.region }));
    return { instanceTypeOfferingSet: wire };
  },
});
