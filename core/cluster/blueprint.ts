import { z } from 'zod';

const tags = z.record(z.string(), z.string()).default({});
const text = z.string();

const Cluster = z.strictObject({
  /** Kubernetes minor version, such as `1.36`. */
  version: text,
  roleArn: text,
  subnetIds: z.array(text),
  securityGroupIds: z.array(text).default([]),
  endpoint: z.strictObject({ public: z.boolean(), private: z.boolean(), publicCidrs: z.array(text).default([]) }),
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
  updateConfig: z.record(text, z.number()).optional(),
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
