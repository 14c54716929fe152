import type { ClusterDescription } from '../../../../core/base/ports/cluster-factory.ts';
import type { Route } from '../../../../core/base/request/route.ts';

export const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
export const SOURCE = '111111111111';
export const TARGET = '222222222222';

const member = { region: 'eu-west-1', roleArn: '', externalId: '' };
export const route = (create: Partial<NonNullable<Route['target']['create']>> = {}): Route => ({
  name: 'there',
  source: { ...member, account: SOURCE, cluster: 'prod' },
  target: {
    ...member,
    account: TARGET,
    cluster: 'dev',
    kmsKeyArn: '',
    create: {
      roleArn: role(TARGET, 'cluster'),
      subnetIds: ['subnet-0a', 'subnet-0b'],
      securityGroupIds: [],
      map: {},
      ...create,
    },
  },
  mayQuiesce: false,
  limits: {},
  defaults: {},
});

export const description: ClusterDescription = {
  cluster: {
    name: 'prod',
    version: '1.35',
    roleArn: role(SOURCE, 'cluster'),
    resourcesVpcConfig: { subnetIds: ['subnet-01'], endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
    remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['10.9.0.0/16'] }] },
    someNewFeature: { enabled: true },
    anotherThatIsOff: { enabled: false },
    deletionProtection: true,
  },
  nodegroups: [
    {
      nodegroupName: 'web',
      nodeRole: role(SOURCE, 'node'),
      subnets: ['subnet-01'],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
      launchTemplate: { id: 'lt-0123456789abcdef0', version: '7' },
    },
  ],
  fargateProfiles: [],
  addons: [
    { addonName: 'coredns', addonVersion: 'v1.12.3-eksbuild.1' },
    {
      addonName: 'efs',
      addonVersion: 'v2',
      configurationValues: `{"role":"${role(SOURCE, 'efs')}","sg":"sg-0123456789abcdef0"}`,
    },
  ],
  accessEntries: [
    { entry: { principalArn: role(SOURCE, 'admin'), type: 'STANDARD' }, policies: [] },
    { entry: { principalArn: role(SOURCE, 'node'), type: 'EC2_LINUX' }, policies: [] },
    {
      entry: { principalArn: role(SOURCE, 'kubeferry'), type: 'STANDARD', tags: { 'kubeferry:made-by': 'kubeferry' } },
      policies: [],
    },
  ],
  podIdentities: [],
};
const trustedBy = (service: string) => ({
  Statement: { Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
});
export const source = { read: async () => description };
export const target = {
  addonVersions: async (addon: string) =>
    addon === 'coredns' ? [{ version: 'v1.13.1-eksbuild.1', isDefault: true }] : [{ version: 'v2', isDefault: true }],
  candidates: async () => ({
    subnets: [
      { id: 'subnet-0a', zone: 'eu-west-1a', vpc: 'vpc-1' },
      { id: 'subnet-0b', zone: 'eu-west-1b', vpc: 'vpc-1' },
    ],
    securityGroups: [{ id: 'sg-0a', name: 'default', vpc: 'vpc-1' }],
  }),
  roles: async () => [
    { arn: role(TARGET, 'other-node'), trust: trustedBy('ec2.amazonaws.com') },
    { arn: role(TARGET, 'node'), trust: trustedBy('ec2.amazonaws.com') },
    { arn: role(TARGET, 'web'), trust: trustedBy('pods.eks.amazonaws.com') },
  ],
  trustPolicy: async (arn: string) => (arn.endsWith('/gone') ? undefined : trustedBy('eks.amazonaws.com')),
  offeredTypes: async (types: string[]) => types.filter((type) => type.startsWith('m7g.')),
  launchTemplates: async () => [{ id: 'lt-0a', name: 'nodes' }],
  keys: async () => [{ arn: 'arn:aws:kms:eu-west-1:222222222222:key/1', alias: 'alias/secrets' }],
};
