import type { Finding } from '../../../../kube/finding.ts';
import type { NewCluster } from '../../../base/request/route.ts';
import type { AksBlueprint } from '../aks/aks-blueprint.ts';
import type { Blueprint } from '../blueprint.ts';
import { clusterFinding } from '../cluster-finding.ts';

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const ADMINISTRATOR = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

/** Groups of Entra ID that administer the source, as access entries for whom the route names in their place. */
export function adminsFor(
  name: string,
  { entra }: AksBlueprint['cluster'],
  { map }: NewCluster,
): { accessEntries: Blueprint['accessEntries']; findings: Finding[] } {
  const groups = entra?.adminGroups ?? [];
  const principals = groups.flatMap((group) => map[group] ?? []).filter(isPrincipal);
  const policies = (principal: string) => [{ policyArn: inPartitionOf(principal, ADMINISTRATOR) }];
  return {
    accessEntries: [...new Set(principals)].toSorted().map((principalArn) => ({
      principalArn,
      type: 'STANDARD',
      kubernetesGroups: [],
      policies: policies(principalArn),
      tags: {},
    })),
    findings: [
      ...groups.filter((group) => !Object.hasOwn(map, group)).map((group) => unnamed(name, group)),
      ...groups.filter((group) => map[group] && !isPrincipal(map[group])).map((group) => noPrincipal(name, group, map)),
      ...(entra?.azureRbac ? [byRoleAssignments(name)] : []),
    ],
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const isPrincipal = (arn: string) => /^arn:[^:]+:iam::\d{12}:(?:role|user)\/.+$/.test(arn);

function noPrincipal(name: string, group: string, map: NewCluster['map']): Finding {
  const sentence = `Group ${group} of Entra ID becomes ${map[group]}, which is no role or user of IAM: name the ARN of one in the route's target.create.map["${group}"].`;
  return clusterFinding('blocker', name, 'accessEntries', sentence, { current: map[group] ?? group });
}

const inPartitionOf = (principal: string, arn: string) => arn.replace(/^arn:[^:]+:/, `arn:${principal.split(':')[1]}:`);

function unnamed(name: string, group: string): Finding {
  const sentence = `Group ${group} of Entra ID administers the source, and nobody does in its place: name a role or user of AWS in the route's target.create.map["${group}"], or null, or give somebody an access entry afterwards.`;
  return clusterFinding('warning', name, 'accessEntries', sentence, { current: group });
}

function byRoleAssignments(name: string): Finding {
  const sentence =
    'Azure RBAC says who may do what in the source, by role assignments on the cluster and its namespaces, which are not read. Give whoever is to enter the new cluster an access entry (aws eks create-access-entry).';
  return clusterFinding('warning', name, 'accessEntries', sentence);
}
