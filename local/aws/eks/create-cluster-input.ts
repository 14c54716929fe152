import { z } from 'zod';
import { TagMap, token } from './operation.ts';

const enabled = z.strictObject({ enabled: z.boolean() });

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
  }),
  kubernetesNetworkConfig: z
    .strictObject({
      serviceIpv4Cidr: z.string().default('172.20.0.0/16'),
      ipFamily: z.enum(['ipv4', 'ipv6']).default('ipv4'),
      elasticLoadBalancing: enabled.optional(),
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
  bootstrapSelfManagedAddons: z.boolean().optional(),
  deletionProtection: z.boolean().default(false),
  tags: TagMap,
});
