import * as z from 'zod';
import { AksCluster } from './aks-cluster.ts';
import { End } from './end.ts';
import { Masking } from './masking.ts';
import { NewAksCluster } from './new-aks-cluster.ts';
import { Pace } from './pace.ts';
import { Proof } from './proof.ts';
import { Repositories } from './repository.ts';
import { role, Source, SourceMember } from './source.ts';

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'an IAM role ARN');

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

const EksTarget = End.extend({
  kind: z.literal('eks').optional(),
  /** Key that encrypts every volume of the target: a key ARN of the target's account and Region. */
  kmsKeyArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/, 'a key ARN, not an alias')
    .optional(),
  /** What a missing target cluster is made of; without it the cluster has to be there. */
  create: NewCluster.optional(),
});

/** Of AKS; its disks are encrypted as their classes say. */
const AksTarget = AksCluster.extend({
  kind: z.literal('aks'),
  /** Of the cluster and its disks, such as `westeurope`. */
  location: z.string().regex(/^[a-z][a-z0-9]{2,39}$/, 'a location of Azure, such as westeurope'),
  /** What a missing target cluster is made of; without it the cluster has to be there. */
  create: NewAksCluster.optional(),
  /** Encrypts disks of runs for whose class no other one does; a key of the platform does, when left out. The identity needs a right to read it. */
  diskEncryptionSet: z
    .string()
    .regex(
      /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[\w().-]{1,90}\/providers\/Microsoft\.Compute\/diskEncryptionSets\/[\w-]{1,80}$/,
      'the whole id of a disk encryption set',
    )
    .optional(),
  // Of EKS alone: whoever names them here is told so (lib/routes.ts).
  kmsKeyArn: z.string().optional(),
});

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
  /**
   * Which stack has the route's state machine, its roles and its alarm: `kubeferry-routes-<stack>`; that of the hub when left out,
   * which has room for about twenty. A stack of its own has room for about forty.
   */
  stack: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of a stack has lower-case letters, digits and -, at most 40')
    .optional(),
  source: Source,
  target: z.discriminatedUnion('kind', [EksTarget, AksTarget]),
  /** Whether a run may scale source workloads to zero or run commands in them: off keeps the source read-only. */
  mayQuiesce: z.boolean().default(false),
  /**
   * Whether a migration may give volumes of the source to the target as they are, where both are in one zone. RBAC of the
   * source has to let its runs patch PersistentVolumes, since no access policy of EKS may do that and nothing else.
   */
  handOver: z.boolean().optional(),
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
  /** Jobs that have to succeed on the copied volumes before anything of a clone starts: no request leaves them out. */
  masking: Masking.optional(),
  limits: RouteLimits.default({}),
  /** How fast data may move, and when: no request is faster. Without one, 60 % of what Service Quotas tells. */
  pace: Pace.optional(),
  /** How far each copy is compared with its source; a request may ask for more. */
  proof: Proof.optional(),
  /** What a request on this route has when it does not say otherwise; checked as a request. */
  defaults: z.record(z.string(), z.unknown()).default({}),
});
export type RouteConfig = z.infer<typeof RouteConfig>;

/** An end with the role to take there. */
export const Member = End.extend(role);
export type Member = z.infer<typeof Member>;

/** A route as it travels with a run: fixed when the run starts, so that a deployment never changes a run under way. */
export const Route = RouteConfig.extend({
  source: SourceMember,
  target: z.discriminatedUnion('kind', [
    EksTarget.extend({ ...role, kmsKeyArn: z.string() }),
    AksTarget.extend({ ...role, kmsKeyArn: z.string() }),
  ]),
});
export type Route = z.infer<typeof Route>;
export type AksTargetMember = Extract<Route['target'], { kind: 'aks' }>;
export type EksTargetMember = Exclude<Route['target'], { kind: 'aks' }>;

/** What a route says of a cluster of EKS that is to be made. */
export const newEksCluster = ({
  target,
}: {
  target: Pick<Route['target'], 'kind' | 'create'>;
}): NewCluster | undefined => (target.kind === 'aks' ? undefined : (target.create as NewCluster | undefined));
