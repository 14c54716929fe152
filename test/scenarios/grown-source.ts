import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { networkOf } from '../../emulator/aws/ec2/network.ts';
import type { Cloud } from '../../local/cloud.ts';

/** Takes a role by its annotation, which the route turns into a pod identity association. */
export const ORDERS = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    name: 'orders',
    namespace: 'small',
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::222233334444:role/prod-orders' },
  },
};

/** Lets in somebody who has no access entry. */
export const AWS_AUTH = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'aws-auth', namespace: 'kube-system' },
  data: { mapRoles: '- rolearn: arn:aws:iam::222233334444:role/oncall\n  username: oncall\n' },
};

/** Of the account's administrator. */
export function factoryOf(cloud: Cloud, side: 'source' | 'target') {
  const { id: account, region, credentials } = cloud.accounts[side];
  const roleArn = `arn:aws:iam::${account}:user/admin`;
  return eksClusterFactory({ account, region, roleArn, credentials: async () => credentials });
}

/** Launch templates of the two accounts, as the route maps them. */
export const TEMPLATES = { source: 'lt-0a1b2c3d4e5f60718', target: 'lt-0b1b2c3d4e5f60718' };
/** So long the first look at something may miss it. */
const FRESH_MS = 600_000;
const ORDERS_ROLE = 'arn:aws:iam::222233334444:role/prod-orders';

/**
 * What a grown cluster has besides: a Fargate profile, a node group of a launch template, an access entry of people and
 * one of Karpenter's nodes, and an add-on that takes a role by its annotation.
 */
export async function addToSource(cloud: Cloud): Promise<void> {
  const { ec2, accounts } = cloud;
  const { id: account, region } = accounts.source;
  for (const side of ['source', 'target'] as const) {
    const { id, region } = accounts[side];
    ec2.place(id, region).launchTemplates.set(TEMPLATES[side], { id: TEMPLATES[side], name: 'nodes' });
  }
  const source = factoryOf(cloud, 'source');
  const clusterName = 'prod';
  const subnets = networkOf(account, region).subnets.map(({ id }) => id);
  const podExecutionRoleArn = `arn:aws:iam::${account}:role/eks-fargate`;
  const selectors = [{ namespace: 'batch' }];
  const profile = { clusterName, fargateProfileName: 'batch', podExecutionRoleArn, subnets, selectors };
  await source.create({ kind: 'fargate-profile', name: 'batch', input: profile });
  const group = {
    clusterName,
    nodegroupName: 'own-disks',
    nodeRole: `arn:aws:iam::${account}:role/eks-node`,
    subnets,
    scalingConfig: { minSize: 0, maxSize: 2, desiredSize: 0 },
    launchTemplate: { id: TEMPLATES.source },
    updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
  };
  await source.create({ kind: 'nodegroup', name: 'own-disks', input: group });
  const people = { clusterName, principalArn: ORDERS_ROLE, kubernetesGroups: ['orders'] };
  await source.create({ kind: 'access-entry', name: ORDERS_ROLE, input: people });
  const principalArn = `arn:aws:iam::${account}:role/prod-karpenter-node`;
  const nodes = { clusterName, principalArn, type: 'EC2_LINUX' };
  await source.create({ kind: 'access-entry', name: principalArn, input: nodes });
  const driver = { clusterName, addonName: 'aws-efs-csi-driver', serviceAccountRoleArn: ORDERS_ROLE };
  await source.create({ kind: 'addon', name: 'aws-efs-csi-driver', input: driver });
  // A cluster that has grown is no news: the look of a plan must not come too early for it.
  await cloud.clock.sleep(FRESH_MS);
}
