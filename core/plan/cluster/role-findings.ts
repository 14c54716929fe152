import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { NewCluster } from '../../base/request/route.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';
import { TAKERS, type Taker, trustOf, trusts, withStatement } from './trust.ts';

/**
 * Roles of the cluster itself that do not exist, or that their service may not take: EKS would say so minutes later. Only
 * roles that the route names are looked at.
 */
export async function roleFindings(
  cluster: string,
  blueprint: Blueprint,
  { roleArn, nodeRoleArn, podExecutionRoleArn }: NewCluster,
  { trustPolicy }: Pick<ClusterFactory, 'trustPolicy'>,
): Promise<Finding[]> {
  const { nodegroups, fargateProfiles } = blueprint;
  const { autoMode } = blueprint.cluster;
  const usesNodes = autoMode?.nodeRoleArn === nodeRoleArn || nodegroups.some((one) => one.nodeRole === nodeRoleArn);
  const usesFargate = fargateProfiles.some((one) => one.podExecutionRoleArn === podExecutionRoleArn);
  const wanted: [field: string, role: string | undefined, taker: Taker][] = [
    ['roleArn', roleArn, autoMode ? 'auto-cluster' : 'cluster'],
    ['nodeRoleArn', usesNodes ? nodeRoleArn : undefined, 'node'],
    ['podExecutionRoleArn', usesFargate ? podExecutionRoleArn : undefined, 'fargate'],
  ];
  const findings: Finding[] = [];
  for (const [field, role, taker] of wanted) {
    if (!role) continue;
    const policy = await trustPolicy(role);
    if (policy && trusts(policy, taker)) continue;
    const what = policy
      ? `does not trust ${TAKERS[taker]}, which is to take it; paste the proposed trust policy`
      : 'does not exist; make it first';
    const sentence = `Role ${role} of the route's target.create.${field} ${what}.`;
    const proposed = policy ? { proposed: withStatement(policy, trustOf(taker)) } : {};
    findings.push(clusterFinding('blocker', cluster, `cluster.${field}`, sentence, { current: role, ...proposed }));
  }
  return findings;
}
