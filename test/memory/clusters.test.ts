import { clustersSuite } from '../adapters/clusters-suite.ts';
import { PUBLIC_NETWORK } from '../suites/public-network.ts';
import { memoryClusters } from './clusters.ts';

const cluster = (name: string) => ({
  name,
  arn: `arn:aws:eks:eu-west-1:222222222222:cluster/${name}`,
  status: 'ACTIVE',
  endpoint: 'https://127.0.0.1:1',
  certificateAuthority: '-----BEGIN CERTIFICATE-----',
  version: '1.36',
  authenticationMode: 'API_AND_CONFIG_MAP' as const,
  network: PUBLIC_NETWORK,
  autoModeStorage: false,
});

clustersSuite('memory', async () => ({
  clusters: memoryClusters([cluster('shop'), cluster('warehouse')]),
  principalArn: 'arn:aws:iam::222222222222:role/kubeferry',
}));
