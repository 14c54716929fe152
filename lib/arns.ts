/** ARNs of things in other stacks and accounts, which are known by name only. */

import { partitionOf } from '../core/base/request/partition.ts';

export { partitionOf };

export const roleArn = (account: string, region: string, name: string) =>
  `arn:${partitionOf(region)}:iam::${account}:role/${name}`;

export const clusterArn = (account: string, region: string, cluster: string) =>
  `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${cluster}`;

/** A part of a cluster: `nodegroup/CLUSTER/…`. */
export const eksArn = (account: string, region: string, resource: string) =>
  `arn:${partitionOf(region)}:eks:${region}:${account}:${resource}`;

/** Access entries of one role: the id at the end of the ARN is made by EKS. */
export const accessEntryArn = (account: string, region: string, cluster: string, role: string) =>
  `arn:${partitionOf(region)}:eks:${region}:${account}:access-entry/${cluster}/role/${account}/${role}/*`;

/** Snapshot ARNs have no account (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html). */
export const snapshotArn = (region: string, id = '*') => `arn:${partitionOf(region)}:ec2:${region}::snapshot/${id}`;

export const ec2Arn = (account: string, region: string, kind: 'volume' | 'instance') =>
  `arn:${partitionOf(region)}:ec2:${region}:${account}:${kind}/*`;

export const kmsArn = (account: string, region: string, resource: string) =>
  `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`;

/** The id at the end is made by CloudFormation. */
export const stackArn = (account: string, region: string, name: string) =>
  `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${name}/*`;

export const functionArn = (account: string, region: string, name: string) =>
  `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
