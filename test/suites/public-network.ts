import type { ClusterInfo } from '../../core/base/ports/clusters.ts';

/** Of a cluster whose endpoint everybody reaches. */
export const PUBLIC_NETWORK: ClusterInfo['network'] = {
  publicEndpoint: true,
  publicCidrs: ['0.0.0.0/0'],
  privateEndpoint: false,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupId: 'sg-1',
  otherSecurityGroupIds: [],
};
