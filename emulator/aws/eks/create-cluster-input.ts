import * as z from 'zod';
import { VPC_CIDR } from '../ec2/network.ts';
import { TagMap, token } from './operation.ts';
import { overlap } from './ranges.ts';

const enabled = z.strictObject({ enabled: z.boolean() });
/** Checked by EKS; here it is only given back. */
const kept = z.record(z.string(), z.unknown()).optional();

/**
 * Within 10/8, 172.16/12 or 192.168/16, from /24 to /12, and none of the VPC's
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html).
 */
function isServiceRange(cidr: string): boolean {
  const [first = -1, second = -1, , , bits = -1] = cidr.split(/[./]/).map(Number);
  const isPrivate =
    first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168 && bits >= 16);
  return isPrivate && bits >= 12 && bits <= 24 && !overlap(cidr, VPC_CIDR);
}

/** What of CreateCluster is implemented, with AWS's defaults. */
export const CreateCluster = z.strictObject({
  ...token,
  name: z.string().regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'The cluster name is not valid'),
  roleArn: z.string(),
  version: z.enum(['1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37']).default('1.36'),
  resourcesVpcConfig: z.strictObject({
    subnetIds: z.array(z.string()).min(2, 'Subnets specified must be in at least two different AZs'),
    securityGroupIds: z.array(z.string()).optional(),
    endpointPublicAccess: z.boolean().default(true),
    endpointPrivateAccess: z.boolean().default(false),
    publicAccessCidrs: z.array(z.string()).default(['0.0.0.0/0']),
    controlPlaneEgressMode: z.enum(['AWS_MANAGED', 'CUSTOMER_ROUTED', 'CUSTOMER_ISOLATED']).default('AWS_MANAGED'),
  }),
  kubernetesNetworkConfig: z
    .strictObject({
      serviceIpv4Cidr: z.string().refine(isServiceRange, 'serviceIpv4Cidr is not valid').default('172.20.0.0/16'),
      ipFamily: z.enum(['ipv4', 'ipv6']).default('ipv4'),
      elasticLoadBalancing: enabled.extend({ gatewayApi: kept }).optional(),
    })
    .prefault({}),
  accessConfig: z
    .strictObject({
      // The default of the API is still the ConfigMap, whatever the console does.
      authenticationMode: z.enum(['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP']).default('CONFIG_MAP'),
      bootstrapClusterCreatorAdminPermissions: z.boolean().default(true),
    })
    .prefault({}),
  encryptionConfig: z
    .array(z.strictObject({ resources: z.array(z.string()), provider: z.strictObject({ keyArn: z.string() }) }))
    .optional(),
  logging: z
    .strictObject({
      clusterLogging: z.array(
        z.strictObject({
          types: z.array(z.enum(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'])),
          enabled: z.boolean(),
        }),
      ),
    })
    .optional(),
  upgradePolicy: z.strictObject({ supportType: z.enum(['STANDARD', 'EXTENDED']) }).default({ supportType: 'EXTENDED' }),
  computeConfig: z
    .strictObject({
      enabled: z.boolean().optional(),
      nodePools: z.array(z.string()).optional(),
      nodeRoleArn: z.string().optional(),
    })
    .optional(),
  storageConfig: z.strictObject({ blockStorage: enabled }).optional(),
  zonalShiftConfig: enabled.default({ enabled: false }),
  controlPlaneScalingConfig: z
    .strictObject({ tier: z.enum(['standard', 'tier-xl', 'tier-2xl', 'tier-4xl', 'tier-8xl']) })
    .default({ tier: 'standard' }),
  kubeApiServerConfig: kept,
  kubeSchedulerConfig: kept,
  kubeControllerManagerConfig: kept,
  bootstrapSelfManagedAddons: z.boolean().optional(),
  deletionProtection: z.boolean().default(false),
  tags: TagMap,
});
