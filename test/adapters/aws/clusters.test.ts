import { eksClusters } from '../../../adapters/aws/clusters.ts';
import { clustersSuite } from '../clusters-suite.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

clustersSuite('EKS', async () => {
  const cloud = await startSmallCloud();
  const { account, region, roleArn } = SOURCE;
  for (const name of ['shop', 'warehouse']) await cloud.eks.seedCluster({ account, region, name, nodes: [] });
  return { clusters: eksClusters(await cloud.session(SOURCE)), principalArn: roleArn, close: cloud.stop };
});
