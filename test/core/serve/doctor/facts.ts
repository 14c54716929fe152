import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { EksTargetMember, Route } from '../../../../core/base/request/route.ts';
import type { Fact } from '../../../../core/serve/doctor/fact.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';

const place = (side: string, account: string, region: string, cluster: string) => ({
  account,
  region,
  cluster,
  roleArn: `arn:aws:iam::${account}:role/kubeferry-${side}-${region}`,
  externalId: 'our-installation',
});

export const EKS_TARGET: EksTargetMember = {
  ...place('target', '444455556666', 'eu-west-1', 'dev'),
  kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:alias/kubeferry',
};

export const ROUTE: Route = {
  name: 'prod-to-dev',
  source: place('source', '222233334444', 'us-east-1', 'prod'),
  target: EKS_TARGET,
  mayQuiesce: false,
  limits: {},
  defaults: {},
};

export const NETWORK: ClusterInfo['network'] = {
  publicEndpoint: true,
  publicCidrs: ['0.0.0.0/0'],
  privateEndpoint: false,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1'],
  securityGroupId: 'sg-1',
  otherSecurityGroupIds: [],
};

export const cluster = (name: string, more: Partial<ClusterInfo> = {}): ClusterInfo => ({
  name,
  arn: `arn:aws:eks:eu-west-1:1:cluster/${name}`,
  status: 'ACTIVE',
  endpoint: `https://ABC.gr7.eu-west-1.eks.amazonaws.com`,
  certificateAuthority: '',
  version: '1.36',
  authenticationMode: 'API',
  network: NETWORK,
  autoModeStorage: false,
  ...more,
});

export const found = <T>(value: T): Fact<T> => ({ value });
export const failed = (
  error: string,
  message = `AWS said ${error}.`,
): { failure: { error: string; message: string } } => ({
  failure: { error, message },
});
export const notAsked = { notAsked: 'It was not looked at.' };

const end = (name: string, trial: string): RouteFacts['source'] => ({
  role: found(`arn:${name}`),
  version: found('v1'),
  cluster: found(cluster(name)),
  entry: found(undefined),
  inside: found({
    storageClasses: [{ name: 'gp3', isDefault: true, provisioner: 'ebs.csi.aws.com' }],
    drivers: ['ebs.csi.aws.com'],
  }),
  rights: found([{ action: trial, answer: 'allowed', said: 'DryRunOperation' }]),
});

/** A route on which all is as it must be. */
export const healthy = (): RouteFacts => ({
  source: end('prod', 'ec2:CreateSnapshot'),
  target: {
    ...end('dev', 'ec2:CreateVolume'),
    key: found({
      arn: 'arn:aws:kms:eu-west-1:444455556666:key/k-1',
      enabled: true,
      state: 'Enabled',
      customerManaged: true,
    }),
    keyUse: found({ arn: 'arn:aws:kms:eu-west-1:444455556666:key/k-1', use: { answer: 'anybody' } }),
    classKeys: found([]),
    quotas: found([{ name: 'gp3 storage, TiB', code: 'L-7A658B76', value: 50 }]),
    usage: found({ storageTiB: { gp3: 1.5 }, snapshots: { count: 12 }, copies: 0, clusters: 2 }),
  },
  versions: { source: 'v1', target: 'v1' },
  concurrency: found({ account: 1000, unreserved: 900 }),
  undelivered: found(0),
  expired: found([]),
});
