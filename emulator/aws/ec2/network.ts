import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { common, Filters, paging, text } from './input.ts';
import { type FilterFields, filtered, page } from './listing.ts';
import { operation } from './operation.ts';
import { BUCKETS } from './throttle.ts';
import { zonesOf } from './zones.ts';

export interface Subnet {
  id: string;
  zone: string;
  cidr: string;
}

/** Of a default VPC, with a /20 for each zone (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html). */
export const VPC_CIDR = '172.31.0.0/16';

/** What every account has in every Region: a default VPC with a subnet in each zone and a security group. Ids never change. */
export function networkOf(account: string, region: string): { vpc: string; subnets: Subnet[]; securityGroup: string } {
  const id = (prefix: string, what: string) =>
    `${prefix}-0${createHash('sha256').update(`${account} ${region} ${what}`).digest('hex').slice(0, 16)}`;
  return {
    vpc: id('vpc', 'vpc'),
    subnets: zonesOf(region).map(({ name }, at) => ({
      id: id('subnet', name.slice(-1)),
      zone: name,
      cidr: `172.31.${at * 16}.0/20`,
    })),
    securityGroup: id('sg', 'sg'),
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export const describeSubnets = operation({
  input: z.strictObject({ ...common, ...paging, SubnetId: z.array(text).default([]), Filter: Filters }),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:DescribeSubnets', '*', { 'ec2:Region': call.region }),

  run(input, { call: { account, region } }) {
    const { vpc, subnets } = networkOf(account, region);
    for (const id of input.SubnetId.filter((each) => !subnets.some((subnet) => subnet.id === each)))
      throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
    const named = subnets.filter(({ id }) => input.SubnetId.length === 0 || input.SubnetId.includes(id));
    const { items, nextToken } = page(filtered(named, input.Filter, subnetFields(vpc), noTags), input);
    const wire = items.map(({ id, zone, cidr }) => ({
      subnetId: id,
      cidrBlock: cidr,
      availabilityZone: zone,
      availabilityZoneId: zonesOf(region).find(({ name }) => name === zone)?.id,
      vpcId: vpc,
      ownerId: account,
      state: 'available',
      defaultForAz: true,
    }));
    return { subnetSet: wire, nextToken };
  },
});

const subnetFields = (vpc: string): FilterFields<Subnet> => ({
  'subnet-id': ({ id }) => [id],
  'availability-zone': ({ zone }) => [zone],
  'vpc-id': () => [vpc],
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups = operation({
  input: z.strictObject({ ...common, ...paging, GroupId: z.array(text).default([]), Filter: Filters }),
  bucket: BUCKETS.describe,
  authorize: (_, { call }) => call.authorize('ec2:DescribeSecurityGroups', '*', { 'ec2:Region': call.region }),

  run(input, { call: { account, region } }) {
    const { vpc, securityGroup } = networkOf(account, region);
    for (const id of input.GroupId.filter((each) => each !== securityGroup))
      throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    const fields: FilterFields<string> = { 'group-id': (id) => [id], 'vpc-id': () => [vpc] };
    const { items, nextToken } = page(filtered([securityGroup], input.Filter, fields, noTags), input);
    const wire = items.map((groupId) => ({
      groupId,
      groupName: 'default',
      groupDescription: 'default VPC security group',
      vpcId: vpc,
      ownerId: account,
    }));
    return { securityGroupInfo: wire, nextToken };
  },
});

const noTags = () => ({});
