import { z } from 'zod';
import { Pace } from './pace.ts';
import { Repositories } from './repository.ts';

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

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'an IAM role ARN');

/**
 * Volumes of the account that a run may copy though they do not prove that they are the source cluster's: an id, or a tag as
 * `key=value` that only trusted people set.
 */
const allowVolumes = z
  .array(z.string().regex(/^(vol-[0-9a-f]{8,17}|[^=]{1,128}=.{0,256})$/, 'a volume id, or a tag as key=value'))
  .optional();

/**
 * Snapshots of the account, made by others, that a run may read, share with the target and make volumes of: an id, or a tag as
 * `key=value` with `*` for any letters in the value. It is a condition of IAM, hence no variables and no `?`; our own tags
 * are no sign of others.
 */
const allowSnapshots = z
  .array(
    z
      .string()
      .regex(
        /^(snap-[0-9a-f]{8,17}|(?!kubeferry:)[^=*?$]{1,128}=[^?$]{1,256})$/,
        "a snapshot id, or a tag as key=value with * for any letters in the value, and none of kubeferry's own",
      ),
  )
  .optional();

/**
 * How a missing target cluster is made from the source's: what belongs to one account or Region, and so cannot be copied.
 */
export const NewCluster = z.strictObject({
  /** Role of the control plane. */
  roleArn,
  /** Of the control plane, and of nodes whose own subnets `map` does not name; in two zones at least. */
  subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, 'a subnet id')).min(2, 'EKS wants subnets in two zones'),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]+$/, 'a security group id')).default([]),
  /** Role of nodes, where `map` does not name one. */
  nodeRoleArn: roleArn.optional(),
  /** Role of Fargate pods, where `map` does not name one. */
  podExecutionRoleArn: roleArn.optional(),
  /** Another Kubernetes minor version than the source's. */
  version: z
    .string()
    .regex(/^\d\.\d+$/, 'a version looks like 1.36')
    .optional(),
  /**
   * How service accounts that take a role by their annotation (IRSA) get theirs in the new cluster, whose OpenID Connect
   * issuer no role knows: `pod-identity` turns each into a pod identity association; `oidc-provider` makes an IAM
   * provider for the new issuer, and leaves the trust policies of the roles to you. Left out: each is a warning.
   */
  serviceAccountRoles: z.enum(['pod-identity', 'oidc-provider']).optional(),
  /**
   * Source ARN or id -> that of the target; null leaves out what needs it (an access entry, a pod identity). Instance types,
   * image types of nodes and CIDR blocks of the cluster may be named as well.
   */
  map: z.record(z.string(), z.string().min(1).nullable()).default({}),
});
export type NewCluster = z.infer<typeof NewCluster>;

/** What a route never exceeds, whoever asks; a request over a limit is a blocker in the plan. */
export const RouteLimits = z.strictObject({
  volumes: z.int().positive().optional(),
  gibibytes: z.int().positive().optional(),
  dollars: z.number().positive().optional(),
  /** Source namespaces that may be cloned; all when left out. */
  namespaces: z.array(z.string()).optional(),
  /** Target namespaces that may be cloned into, with `*` for any letters, such as `*-dev`; all but the system's when left out. */
  targetNamespaces: z.array(z.string()).optional(),
  /**
   * Kinds of cluster scope that a clone may apply, as `Kind` or `Kind.group`, besides its namespaces and volumes. Left out:
   * what the selected objects refer to, and what serves or binds them.
   */
  clusterScope: z.array(z.string()).optional(),
});
export type RouteLimits = z.infer<typeof RouteLimits>;

/**
 * A directed pair of clusters, as `kubeferry.config.ts` states it. Each route becomes the state machine
 * `kubeferry-<name>`, so that IAM says who may clone in which direction.
 */
export const RouteConfig = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a route name has lower-case letters, digits and -, at most 40'),
  source: End.extend({ allowVolumes, allowSnapshots }),
  target: End.extend({
    /** Key that encrypts every volume of the target: a key ARN of the target's account and Region. */
    kmsKeyArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/, 'a key ARN, not an alias')
      .optional(),
    /** What a missing target cluster is made of; without it the cluster has to be there. */
    create: NewCluster.optional(),
  }),
  /** Whether a run may scale source workloads to zero or run commands in them: off keeps the source read-only. */
  mayQuiesce: z.boolean().default(false),
  /**
   * Whether a request may bring rules of its own and switch built-in ones off: it may then put into the target whatever such a
   * rule makes of an object. Off, the rules of the route's defaults are the only ones.
   */
  mayAddRules: z.boolean().optional(),
  /** Whether a run may keep captures: exported objects in the hub, and snapshots that the source's account pays for. */
  mayCapture: z.boolean().optional(),
  /** `required`: a clone waits until its plan is approved, whatever the request says. */
  approval: z.enum(['required', 'optional']).optional(),
  /**
   * What becomes of objects that are not as they were in the plan that was approved, or that the request is bound to:
   * `refuse` (the default) ends the run before anything is changed, `leave-out` clones without them.
   */
  whenChanged: z.enum(['refuse', 'leave-out']).optional(),
  /** Repositories of files that claims may take their data from, read by the source's member role. */
  repositories: Repositories.optional(),
  limits: RouteLimits.default({}),
  /** How fast data may move, and when: no request is faster. Without one, 60 % of what Service Quotas tells. */
  pace: Pace.optional(),
  /** What a request on this route has when it does not say otherwise; checked as a request. */
  defaults: z.record(z.string(), z.unknown()).default({}),
});
export type RouteConfig = z.infer<typeof RouteConfig>;

/** An end with the role to take there; computed when the app is synthesized. */
export const Member = End.extend({ roleArn: z.string(), externalId: z.string() });
export type Member = z.infer<typeof Member>;

/** A route as it travels with a run: fixed when the run starts, so that a deployment never changes a run under way. */
export const Route = RouteConfig.extend({
  source: Member.extend({ allowVolumes, allowSnapshots }),
  target: Member.extend({ kmsKeyArn: z.string(), create: NewCluster.optional() }),
});
export type Route = z.infer<typeof Route>;
