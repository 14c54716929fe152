import * as z from 'zod';
import { CLUSTER_SETTINGS, NODEGROUP_SETTINGS } from './described-fields.data.ts';

const tags = z.record(z.string(), z.string()).default({});
const text = z.string();
/** As EKS has it: the same in any account and Region. */
const asItIs = z.record(z.string(), z.unknown()).optional();
const settings = <N extends string>(names: N[]) =>
  Object.fromEntries(names.map((name) => [name, asItIs])) as { [K in N]: typeof asItIs };

const Cluster = z.strictObject({
  /** Kubernetes minor version, such as `1.36`. */
  version: text,
  roleArn: text,
  subnetIds: z.array(text),
  securityGroupIds: z.array(text).default([]),
  endpoint: z.strictObject({ public: z.boolean(), private: z.boolean(), publicCidrs: z.array(text).default([]) }),
  /** Who routes what the control plane calls; EKS chooses when it is left out. */
  controlPlaneEgressMode: text.optional(),
  ipFamily: z.enum(['ipv4', 'ipv6']),
  /** EKS chooses it for IPv6 clusters. */
  serviceIpv4Cidr: text.optional(),
  authenticationMode: z.enum(['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP']),
  /** Control plane logs that are on. */
  logging: z.array(text).default([]),
  /** Encrypts Secrets. */
  secretsKeyArn: text.optional(),
  supportType: z.enum(['STANDARD', 'EXTENDED']),
  autoMode: z.strictObject({ nodePools: z.array(text), nodeRoleArn: text.optional() }).optional(),
  /** Custom resource definitions of the Gateway API that EKS keeps with its load balancing. */
  gatewayApi: asItIs,
  ...settings(CLUSTER_SETTINGS),
  /** An IAM OpenID Connect provider for the cluster's issuer, and the audiences that it takes. */
  oidcProvider: z.strictObject({ clientIds: z.array(text), tags }).optional(),
  tags,
});

export const Nodegroup = z.strictObject({
  name: text,
  nodeRole: text,
  subnets: z.array(text),
  scaling: z.strictObject({ minSize: z.int(), maxSize: z.int(), desiredSize: z.int() }),
  instanceTypes: z.array(text).default([]),
  amiType: text.optional(),
  capacityType: text.optional(),
  diskSize: z.int().optional(),
  labels: z.record(text, text).default({}),
  taints: z.array(z.strictObject({ key: text, value: text.optional(), effect: text })).default([]),
  ...settings(NODEGROUP_SETTINGS),
  launchTemplate: z.strictObject({ id: text, version: text.optional() }).optional(),
  tags,
});
export type Nodegroup = z.infer<typeof Nodegroup>;

const PodIdentity = z.strictObject({
  namespace: text,
  serviceAccount: text,
  roleArn: text,
  targetRoleArn: text.optional(),
  disableSessionTags: z.boolean().optional(),
  /** Narrows what pods may do with the role. */
  policy: text.optional(),
  tags,
});
export type PodIdentity = z.infer<typeof PodIdentity>;

/**
 * An EKS cluster as one document that can be read, compared and made again: what DescribeCluster and its siblings say,
 * without what a server makes itself (ids, endpoints, times, states). Lists are in the order of their names.
 */
export const Blueprint = z.strictObject({
  cluster: Cluster,
  nodegroups: z.array(Nodegroup),
  fargateProfiles: z.array(
    z.strictObject({
      name: text,
      podExecutionRoleArn: text,
      subnets: z.array(text),
      selectors: z.array(z.strictObject({ namespace: text, labels: z.record(text, text).default({}) })),
      tags,
    }),
  ),
  addons: z.array(
    z.strictObject({
      name: text,
      version: text,
      /** Its own one when left out. */
      namespace: text.optional(),
      configurationValues: text.optional(),
      serviceAccountRoleArn: text.optional(),
      podIdentities: z.array(PodIdentity.pick({ serviceAccount: true, roleArn: true })).default([]),
      tags,
    }),
  ),
  accessEntries: z.array(
    z.strictObject({
      principalArn: text,
      type: text,
      username: text.optional(),
      kubernetesGroups: z.array(text).default([]),
      policies: z.array(z.strictObject({ policyArn: text, namespaces: z.array(text).optional() })).default([]),
      tags,
    }),
  ),
  podIdentities: z.array(PodIdentity),
});
export type Blueprint = z.infer<typeof Blueprint>;
