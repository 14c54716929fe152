import { expect, it } from 'vitest';
import { eksClusters } from '../../../adapters/aws/clusters.ts';
import { clustersSuite } from '../clusters-suite.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

clustersSuite('EKS', async () => {
  const cloud = await startSmallCloud();
  const { account, region, roleArn } = SOURCE;
  for (const name of ['shop', 'warehouse']) await cloud.eks.seedCluster({ account, region, name, nodes: [] });
  return { clusters: eksClusters(await cloud.session(SOURCE)), principalArn: roleArn, close: cloud.stop };
});

it('says which node ports a cluster was given, and nothing where they are those of Kubernetes', async () => {
  const cloud = await startSmallCloud();
  const { account, region } = SOURCE;
  const seed = { account, region, nodes: [] };
  await cloud.eks.seedCluster({ ...seed, name: 'edge', nodePorts: { minPort: 80, maxPort: 32767 } });
  await cloud.eks.seedCluster({ ...seed, name: 'shop' });
  const clusters = eksClusters(await cloud.session(SOURCE));
  expect((await clusters.describe('edge')).nodePorts).toEqual({ min: 80, max: 32767 });
  expect((await clusters.describe('shop')).nodePorts).toBeUndefined();
  await cloud.stop();
});
