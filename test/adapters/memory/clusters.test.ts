import { memoryClusters } from '../../../adapters/memory/clusters.ts';
import { clustersSuite } from '../clusters-suite.ts';

const cluster = (name: string) => ({
  name,
  arn: `arn:aws:eks:eu-west-1:222222222222:cluster/${name}`,
  status: 'ACTIVE',
  endpoint: 'https://127.0.0.1:1',
  certificateAuthority: '-----BEGIN CERTIFICATE-----',
  version: '1.36',
  authenticationMode: 'API_AND_CONFIG_MAP' as const,
  network: {
    publicEndpoint: true,
    publicCidrs: ['0.0.0.0/0'],
    privateEndpoint: false,
    vpcId: 'vpc-1',
    subnetIds: ['subnet-1', 'subnet-2'],
    securityGroupId: 'sg-1',
    otherSecurityGroupIds: [],
  },
  autoModeStorage: false,
});

clustersSuite('memory', async () => ({
  clusters: memoryClusters([cluster('shop'), cluster('warehouse')]),
  principalArn: 'arn:aws:iam::222222222222:role/kubeferry',
}));
