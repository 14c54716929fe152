import * as z from 'zod';

const account = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region looks like eu-west-1');

/** Where a cluster is. */
export const Place = z.strictObject({
  account,
  region,
  /** EKS cluster name. */
  cluster: z
    .string()
    .regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'an EKS cluster name has 1 to 100 letters, digits, - and _'),
});
export type Place = z.infer<typeof Place>;

/**
 * A function in the cluster's network that passes calls on to its API, for a cluster whose endpoint is not open to the
 * internet. Numbers of subnets and groups: https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
 */
export const Connector = z.strictObject({
  /** The cluster's endpoint: it then talks to nothing else. Left out, to EKS API servers of its Region only. */
  endpoint: z
    .string()
    .regex(
      /^https:\/\/[0-9A-Za-z.-]+(:\d+)?$/,
      'an endpoint as DescribeCluster has it, such as https://….eks.amazonaws.com',
    )
    .optional(),
  /** Of the cluster's VPC; they need no way to the internet. */
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]+$/, 'a subnet id'))
    .min(1, 'a connector needs a subnet')
    .max(16, 'Lambda takes 16 subnets'),
  /** Best the cluster security group, which admits its own members. */
  securityGroupIds: z
    .array(z.string().regex(/^sg-[0-9a-f]+$/, 'a security group id'))
    .min(1, 'a connector needs a security group')
    .max(5, 'Lambda takes 5 security groups'),
});
export type Connector = z.infer<typeof Connector>;

/** One end of a route: a cluster, and how its API is reached when its endpoint is private. */
export const End = Place.extend({ connector: Connector.optional() });
export type End = z.infer<typeof End>;

/** Of an end that may be no cluster. */
export const connectorOf = (end: Place & { connector?: Connector | undefined }): Connector | undefined => end.connector;
