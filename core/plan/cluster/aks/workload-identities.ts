import type { Finding } from '../../../../kube/finding.ts';
import { isRoleArn } from '../../../base/request/named-arns.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { Mappings, SourceIndex } from '../../../translate/context.ts';
import { IRSA } from '../../../translate/tables/irsa.ts';
import { WORKLOAD_IDENTITY } from '../../../translate/tables/workload-identity.ts';
import { type AksClusterPlan, sealAksPlan } from './aks-plan.ts';
import { IDENTITY, sortedIdentities } from './identities-to-aks.ts';

type RoleAccounts = NonNullable<SourceIndex['roleAccounts']>;

/** What a managed identity takes of credentials (https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations). */
export const MOST_CREDENTIALS = 20;

/**
 * The plan with the service accounts of the workload that take a role by their annotation: those whose role the route maps to a managed
 * identity become trusted by it. One whose role has no client id is named by the translation.
 */
export function planAksIdentities(
  plan: AksClusterPlan,
  accounts: RoleAccounts,
  { namespaces, roles }: Pick<Mappings, 'namespaces' | 'roles'>,
  { map }: NewAksCluster,
): { plan: AksClusterPlan; findings: Finding[] } {
  const taken = accounts.flatMap(({ namespace, name, role }) => {
    const identity = map[role];
    if (!identity || !IDENTITY.test(identity)) return [];
    return [{ namespace: namespaces[namespace] ?? namespace, serviceAccount: name, identity }];
  });
  const workloadIdentities = sortedIdentities([...taken, ...plan.blueprint.workloadIdentities]);
  const { cluster } = plan.blueprint;
  const blueprint = {
    ...plan.blueprint,
    cluster: { ...cluster, workloadIdentity: cluster.workloadIdentity || workloadIdentities.length > 0 },
    workloadIdentities,
  };
  return {
    plan: sealAksPlan(plan.name, plan.nodeResourceGroup, blueprint),
    findings: [...untrusted(accounts, roles, map), ...tooMany(plan.name, workloadIdentities)],
  };
}

/** A client id alone lets nobody in: the identity has to trust the issuer of a cluster that is not made yet. */
function untrusted(accounts: RoleAccounts, roles: Mappings['roles'], map: NewAksCluster['map']): Finding[] {
  return accounts.flatMap(({ namespace, name, role }) => {
    const isClient = !isRoleArn(role);
    const identity = roles[role] ?? (isClient ? role : undefined);
    const named = map[role];
    if (named === null || (named !== undefined && IDENTITY.test(named))) return [];
    if (identity === undefined && named === undefined) return [];
    const annotation = isClient ? WORKLOAD_IDENTITY.client : IRSA.role;
    const what =
      named === undefined
        ? `takes identity ${identity}, which does not trust the issuer of a new cluster`
        : `takes ${named} by the route's target.create.map, which is no id of a managed identity, so that nothing trusts it`;
    return {
      severity: 'warning',
      object: { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name },
      path: `/metadata/annotations/${annotation.replace('/', '~1')}`,
      rule: 'make-cluster',
      current: role,
      sentence: `The service account ${what}: name the id of the identity in the route's target.create.map["${role}"], so that the run lets it trust.`,
    };
  });
}

const tooMany = (cluster: string, all: AksClusterPlan['blueprint']['workloadIdentities']): Finding[] =>
  [...Map.groupBy(all, ({ identity }) => identity.toLowerCase()).values()]
    .filter((same) => same.length > MOST_CREDENTIALS)
    .map((same) => ({
      severity: 'blocker',
      object: { apiVersion: 'Microsoft.ContainerService', kind: 'ManagedCluster', name: cluster },
      path: '/workloadIdentities',
      rule: 'make-cluster',
      sentence: `${same.length} service accounts would take identity ${same[0]!.identity}, which trusts ${MOST_CREDENTIALS} at most: name several identities in the route's target.create.map.`,
    }));
