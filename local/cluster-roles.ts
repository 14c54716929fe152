import type { Iam } from '../emulator/aws/iam/iam.ts';
import type { Home } from './route.ts';

/** Who takes a role of a cluster (https://docs.aws.amazon.com/eks/latest/userguide/security-iam-service.html). */
const TAKERS: Record<string, string> = {
  'eks-cluster': 'eks.amazonaws.com',
  'eks-node': 'ec2.amazonaws.com',
  'eks-fargate': 'eks-fargate-pods.amazonaws.com',
};

/**
 * Roles that an administrator makes before any cluster: those of control planes, nodes and Fargate pods in both accounts,
 * and in the target those that the route maps roles of the workload to, which pods may take.
 */
export function createClusterRoles(iam: Iam, { source, target, mapped }: Home): void {
  for (const account of new Set([source.account, target.account]))
    for (const [name, service] of Object.entries(TAKERS)) create(iam, account, name, service);
  for (const [arn, account = '', name = ''] of mapped.flatMap((text) => [
    /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(text) ?? [],
  ]))
    if (arn && !iam.role(arn)) create(iam, account, name, 'pods.eks.amazonaws.com');
}

const create = (iam: Iam, account: string, name: string, service: string) =>
  iam.createRole({
    account,
    name,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    },
  });
